package dev.sutra.schemas.registry;

import dev.sutra.schemas.internals.BoundedCache;
import org.apache.avro.Schema;

/**
 * Caches the responses of a registry: ids and schemas never change. The caches are bounded and
 * evict the least recently used entry. Errors are not cached. No lock is held during requests.
 */
final class CachingSchemaRegistryClient implements SchemaRegistryClient {
  static final int ENTRIES_MAX = 1000;

  private record SubjectSchema(String subject, Schema schema) {}

  private final SchemaRegistryClient registry;
  private final BoundedCache<SubjectSchema, Integer> registered = new BoundedCache<>(ENTRIES_MAX);
  private final BoundedCache<SubjectSchema, Integer> ids = new BoundedCache<>(ENTRIES_MAX);
  private final BoundedCache<Integer, Schema> schemas = new BoundedCache<>(ENTRIES_MAX);

  CachingSchemaRegistryClient(SchemaRegistryClient registry) {
    this.registry = registry;
  }

  @Override
  public int register(String subject, Schema schema) {
    SubjectSchema key = new SubjectSchema(subject, schema);
    Integer id = registered.find(key);
    if (id == null) {
      id = registry.register(subject, schema);
      registered.keep(key, id);
    }
    return id;
  }

  @Override
  public int idOf(String subject, Schema schema) {
    SubjectSchema key = new SubjectSchema(subject, schema);
    Integer id = ids.find(key);
    if (id == null) {
      id = registry.idOf(subject, schema);
      ids.keep(key, id);
    }
    return id;
  }

  @Override
  public Schema schemaById(int id) {
    Schema schema = schemas.find(id);
    if (schema == null) {
      schema = registry.schemaById(id);
      schemas.keep(id, schema);
    }
    return schema;
  }

  @Override
  public void close() {
    registry.close();
  }
}
