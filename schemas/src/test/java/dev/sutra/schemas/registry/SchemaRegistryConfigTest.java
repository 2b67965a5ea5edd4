package dev.sutra.schemas.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.schemas.internals.BoundedCache;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryConfigTest {
  private static final String SECRET = "s3cr3t";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " , ",
        "registry:8081",
        "ftp://u:s3cr3t@h",
        "http://u:s3cr3t@",
        "http://u:s3cr3t^@h",
        "http:///path",
        "mock://a,http://h"
      })
  void wrongUrlIsRefusedWithoutShowingIt(String url) {
    assertRefused(Map.of("schema.registry.url", url));
  }

  @ParameterizedTest
  @CsvSource({
    "max.retries, -1",
    "max.retries, many",
    "http.read.timeout.ms, 0",
    "basic.auth.credentials.source, USER_INFO",
    "basic.auth.credentials.source, SASL_INHERIT",
    "bearer.auth.credentials.source, STATIC_TOKEN",
    "bearer.auth.credentials.source, OAUTHBEARER",
    "schema.registry.ssl.truststore.location, /no/such/file",
  })
  void wrongSettingIsRefused(String name, String value) {
    assertRefused(Map.of("schema.registry.url", "http://h", name, value));
  }

  @Test
  void tokenThatNoHeaderCanCarryIsRefused() {
    assertRefused(
        Map.of(
            "schema.registry.url",
            "http://h",
            "bearer.auth.credentials.source",
            "STATIC_TOKEN",
            "bearer.auth.token",
            SECRET + "\r\nX: y"));
  }

  @Test
  void bothKindsOfCredentialsAreRefused() {
    Map<String, String> config = new HashMap<>();
    config.put("schema.registry.url", "http://h");
    config.put("basic.auth.credentials.source", "USER_INFO");
    config.put("basic.auth.user.info", "u:" + SECRET);
    config.put("bearer.auth.credentials.source", "STATIC_TOKEN");
    config.put("bearer.auth.token", SECRET);
    assertRefused(config);
  }

  @Test
  void waitsDoubleUpToTheirBound() {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.of(
            Map.of(
                "schema.registry.url",
                List.of("http://h", "https://i/"),
                "retries.wait.ms",
                100,
                "retries.max.wait.ms",
                350L));
    assertEquals(2, config.urls().size());
    assertEquals("https://i", config.urls().get(1).toString());
    assertEquals(Duration.ofMillis(100), config.waitBefore(1));
    assertEquals(Duration.ofMillis(200), config.waitBefore(2));
    assertEquals(Duration.ofMillis(350), config.waitBefore(3));
    assertEquals(Duration.ofMillis(350), config.waitBefore(100));
  }

  @Test
  void mockScopesAreSharedByNameAndKeepIds() {
    Schema first = Schema.create(Schema.Type.STRING);
    Schema second = Schema.create(Schema.Type.LONG);
    SchemaRegistryClient one = client("mock://one");
    SchemaRegistryClient again = client("mock://one");
    SchemaRegistryClient other = client("mock://other");
    int id = one.register("s", first);
    assertEquals(id, again.register("s", first));
    assertEquals(id, again.register("t", first));
    assertEquals(first, again.schemaById(id));
    assertEquals(id, again.idOf("t", first));
    assertEquals(id + 1, one.register("s", second));
    assertThrows(SchemaRegistryException.class, () -> again.idOf("t", second));
    assertThrows(SchemaRegistryException.class, () -> one.schemaById(99));
    assertThrows(SchemaRegistryException.class, () -> other.schemaById(id));
  }

  @Test
  void cacheDropsWhatWasUsedLongestAgo() {
    BoundedCache<String, Integer> cache = new BoundedCache<>(2);
    cache.keep("a", 1);
    cache.keep("b", 2);
    assertEquals(1, cache.find("a"));
    cache.keep("c", 3);
    assertEquals(2, cache.size());
    assertEquals(1, cache.find("a"));
    assertEquals(null, cache.find("b"));
  }

  private static SchemaRegistryClient client(String url) {
    return SchemaRegistryClients.create(Map.of("schema.registry.url", url));
  }

  private static void assertRefused(Map<String, ?> config) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> SchemaRegistryClients.create(config));
    assertFalse(String.valueOf(e).contains(SECRET), "a secret in the message");
  }
}
