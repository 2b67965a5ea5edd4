package dev.sutra.schemas.registry;

import dev.sutra.schemas.registry.SchemaRegistryException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * An in-memory registry for tests: one per scope name and JVM, which lives until the JVM exits. A
 * schema has the same id under every subject, as in a real registry. Compatibility is not checked.
 */
final class MockSchemaRegistryClient implements SchemaRegistryClient {
  private static final Map<String, MockSchemaRegistryClient> SCOPES = new ConcurrentHashMap<>();

  private final List<Schema> schemas = new ArrayList<>();
  private final Map<String, Set<Integer>> idsBySubject = new ConcurrentHashMap<>();

  private MockSchemaRegistryClient() {}

  static MockSchemaRegistryClient of(String scope) {
    return SCOPES.computeIfAbsent(scope, name -> new MockSchemaRegistryClient());
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    int index = schemas.indexOf(schema);
    if (index < 0) {
      index = schemas.size();
      schemas.add(schema);
    }
    int id = index + 1;
    idsBySubject.computeIfAbsent(subject, name -> new HashSet<>()).add(id);
    return id;
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    int id = schemas.indexOf(schema) + 1;
    if (!idsBySubject.getOrDefault(subject, Set.of()).contains(id)) {
      throw new SchemaRegistryException(
          Reason.NOT_FOUND, "the schema is not registered under subject " + subject);
    }
    return id;
  }

  @Override
  public synchronized Schema schemaById(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new SchemaRegistryException(Reason.NOT_FOUND, "schema id " + id + " is not known");
    }
    return schemas.get(id - 1);
  }

  @Override
  public void close() {
    // Other clients of the scope remain usable.
  }
}
