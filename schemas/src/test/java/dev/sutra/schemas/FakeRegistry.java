package dev.sutra.schemas;

import dev.sutra.schemas.registry.SchemaRegistryClient;
import dev.sutra.schemas.registry.SchemaRegistryException;
import dev.sutra.schemas.registry.SchemaRegistryException.Reason;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** A registry whose ids and failures a test chooses. */
final class FakeRegistry implements SchemaRegistryClient {
  final Map<Integer, Schema> schemas = new HashMap<>();
  Reason failure = Reason.NOT_FOUND;
  boolean failing;
  int requests;

  static FakeRegistry with(int id, Schema schema) {
    FakeRegistry registry = new FakeRegistry();
    registry.schemas.put(id, schema);
    return registry;
  }

  @Override
  public int register(String subject, Schema schema) {
    return idOf(subject, schema);
  }

  @Override
  public int idOf(String subject, Schema schema) {
    ask();
    return schemas.entrySet().stream()
        .filter(entry -> entry.getValue().equals(schema))
        .findFirst()
        .orElseThrow(() -> new SchemaRegistryException(Reason.NOT_FOUND, "not there"))
        .getKey();
  }

  @Override
  public Schema schemaById(int id) {
    ask();
    Schema schema = schemas.get(id);
    if (schema == null) {
      throw new SchemaRegistryException(Reason.NOT_FOUND, "schema id " + id + " is not known");
    }
    return schema;
  }

  private void ask() {
    requests++;
    if (failing) {
      throw new SchemaRegistryException(failure, "the registry fails as told");
    }
  }

  @Override
  public void close() {
    // Nothing runs.
  }
}
