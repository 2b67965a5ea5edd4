package dev.sutra.schemas.registry;

import java.util.Map;

/** Creates clients of a schema registry from settings. */
public final class SchemaRegistryClients {
  private SchemaRegistryClients() {}

  /**
   * Returns a client for {@code schema.registry.url}, with a bounded cache of ids and schemas.
   *
   * <p>{@code mock://scope} is a registry in the memory of this JVM, shared by all clients of the
   * scope; it accepts every schema. Otherwise the value is one or more http or https URLs,
   * separated by commas, which are tried in turn. Names and meanings are those of the Confluent
   * client, the first two groups with or without the prefix {@code schema.registry.}:
   *
   * <ul>
   *   <li>{@code basic.auth.credentials.source} URL (default: the URL contains user and password)
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
   * <p>A call ends after at most (retries + 1) × URLs × (connect + read timeout) plus the waits.
   *
   * @throws org.apache.kafka.common.config.ConfigException if a setting is missing or invalid
   */
  public static SchemaRegistryClient create(Map<String, ?> config) {
    SchemaRegistryConfig parsed = SchemaRegistryConfig.of(config);
    String scope = parsed.mockScope();
    return new CachingSchemaRegistryClient(
        scope != null ? MockSchemaRegistryClient.of(scope) : new HttpSchemaRegistryClient(parsed));
  }
}
