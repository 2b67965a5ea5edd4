package dev.sutra.schemas;

import java.util.Map;
import org.apache.avro.Schema;

/**
 * What the serdes ask of a schema registry.
 *
 * <p>Implementations are thread-safe. A call may wait for the network, within the configured bounds
 * (see {@link #create}).
 */
public interface SchemaRegistryClient extends AutoCloseable {
  /**
   * Registers a schema under a subject, if it is not there yet, and returns its id.
   *
   * @throws SchemaRegistryException if the registry refuses it or cannot be asked
   */
  int register(String subject, Schema schema);

  /**
   * Returns the id that a schema has under a subject.
   *
   * @throws SchemaRegistryException if it is not registered, or the registry cannot be asked
   */
  int idOf(String subject, Schema schema);

  /**
   * Returns the schema of an id.
   *
   * @throws SchemaRegistryException if the id is unknown, or the registry cannot be asked
   */
  Schema schemaById(int id);

  /** Ends what runs and frees connections; idempotent. */
  @Override
  void close();

  /**
   * Returns a client for {@code schema.registry.url}, with a bounded cache of ids both ways.
   *
   * <p>{@code mock://scope} is a registry in the memory of this JVM, shared by all clients of the
   * scope; it accepts every schema. Else the value is one or more http or https URLs with commas
   * between them, tried in turn. Names and meanings are those of the Confluent client, the first
   * two groups with or without the prefix {@code schema.registry.}:
   *
   * <ul>
   *   <li>{@code basic.auth.credentials.source} URL (default: user and password stand in the URL)
   *       or USER_INFO with {@code basic.auth.user.info}; {@code bearer.auth.credentials.source}
   *       STATIC_TOKEN with {@code bearer.auth.token}
   *   <li>{@code http.connect.timeout.ms} (5000), {@code http.read.timeout.ms} (10000), {@code
   *       max.retries} (3 more rounds over the URLs), {@code retries.wait.ms} (200, doubled from
   *       round to round) up to {@code retries.max.wait.ms} (5000)
   *   <li>{@code schema.registry.ssl.truststore.location}, {@code .password}, {@code .type}, and
   *       {@code schema.registry.ssl.keystore.location}, {@code .password}, {@code .type}, {@code
   *       schema.registry.ssl.key.password}
   * </ul>
   *
   * <p>A call ends after at most (retries + 1) × URLs × (connect + read time-out) plus the waits.
   *
   * @throws org.apache.kafka.common.config.ConfigException for a missing or wrong entry
   */
  static SchemaRegistryClient create(Map<String, ?> config) {
    SchemaRegistryConfig parsed = SchemaRegistryConfig.of(config);
    String scope = parsed.mockScope();
    return new CachingSchemaRegistryClient(
        scope != null ? MockSchemaRegistryClient.of(scope) : new HttpSchemaRegistryClient(parsed));
  }
}
