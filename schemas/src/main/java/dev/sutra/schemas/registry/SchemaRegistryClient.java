package dev.sutra.schemas.registry;

import org.apache.avro.Schema;

/**
 * The requests that the serdes send to a schema registry.
 *
 * <p>Implementations are thread-safe. A call may wait for the network, within the configured bounds
 * (see {@link SchemaRegistryClients#create}).
 */
public interface SchemaRegistryClient extends AutoCloseable {
  /**
   * Registers a schema under a subject unless it is registered already, and returns its id.
   *
   * @throws SchemaRegistryException if the registry rejects it or cannot be reached
   */
  int register(String subject, Schema schema);

  /**
   * Returns the id that a schema has under a subject.
   *
   * @throws SchemaRegistryException if it is not registered, or the registry cannot be reached
   */
  int idOf(String subject, Schema schema);

  /**
   * Returns the schema of an id.
   *
   * @throws SchemaRegistryException if the id is unknown, or the registry cannot be reached
   */
  Schema schemaById(int id);

  /** Cancels running requests and closes the connections. Idempotent. */
  @Override
  void close();
}
