package dev.sutra.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.auth.KeyFile;
import dev.sutra.app.auth.Role;
import dev.sutra.app.rest.guard.AccessRules;
import dev.sutra.app.rest.http.ConnectionLimits;
import dev.sutra.app.topology.Topics;
import dev.sutra.vector.Similarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigTest {
  @Test
  void missingSettingsHaveDefaults() {
    AppConfig config = AppConfig.of(settings());
    assertEquals("broker:9092", config.bootstrapServers());
    assertEquals("sutra", config.applicationId());
    assertEquals(Path.of("data/state"), config.stateDir());
    assertEquals("127.0.0.1", config.httpHost());
    assertEquals(8080, config.httpPort());
    assertEquals(AccessRules.LOOPBACK, config.access().rules());
    assertEquals(Topics.DEFAULT, config.topics());
    assertEquals(10_000, config.standingQueriesMax());
    assertEquals(4, config.partitions());
    assertEquals(-1, config.replicationFactor());
    assertEquals(AppConfig.MINILM, config.embedder());
    assertEquals(384, config.store().dimension());
    assertEquals(Similarity.COSINE, config.store().similarity());
    assertEquals("english", config.store().analyzer());
    assertEquals(Map.of(), config.registry());
    assertEquals(Map.of(), config.kafka());
  }

  @Test
  void everySettingIsRead() {
    AppConfig config =
        AppConfig.of(
            settings(
                "application.id", "mine",
                "state.dir", "/var/sutra",
                "http.host", "0.0.0.0",
                "http.insecure", "true",
                "http.port", "0",
                "http.allowed.hosts", "sutra.example, 10.0.0.1",
                "http.allowed.origins", "https://notes.example",
                "http.advertised", "sutra-1:80",
                "http.connections.max", "20",
                "http.connections.per.address.max", "10",
                "topic.events", "e",
                "topic.mirrors", "m",
                "topic.dead.letters", "d",
                "topic.queries", "q",
                "topic.matches", "t",
                "standing.queries.max", "7",
                "partitions", "12",
                "replication.factor", "3",
                "embedder", "None",
                "dimension", "8",
                "similarity", "dot_product",
                "analyzer", "standard",
                "schema.registry.url", "http://registry:8081",
                "schema.registry.ssl.truststore.location", "/t",
                "basic.auth.user.info", "me:secret",
                "basic.auth.credentials.source", "USER_INFO",
                "bearer.auth.token", "t",
                "auto.register.schemas", "false",
                "event.serde", "a.B",
                "http.connect.timeout.ms", "1",
                "http.read.timeout.ms", "2",
                "max.retries", "4",
                "retries.wait.ms", "5",
                "kafka.session.timeout.ms", "10000"));
    assertEquals("mine", config.applicationId());
    assertEquals(Path.of("/var/sutra"), config.stateDir());
    assertEquals("0.0.0.0", config.httpHost());
    assertEquals(0, config.httpPort());
    assertEquals(ConnectionLimits.of(20, 10), config.httpConnections());
    assertEquals(
        AccessRules.of("10.0.0.1,sutra.example,sutra-1", "https://notes.example"),
        config.access().rules());
    assertEquals(new Topics("e", "m", "d", "q", "t"), config.topics());
    assertEquals(7, config.standingQueriesMax());
    assertEquals(12, config.partitions());
    assertEquals(3, config.replicationFactor());
    assertEquals(AppConfig.NO_EMBEDDER, config.embedder());
    assertEquals(8, config.store().dimension());
    assertEquals(Similarity.DOT_PRODUCT, config.store().similarity());
    assertEquals("standard", config.store().analyzer());
    assertEquals(
        Map.of(
            "schema.registry.url", "http://registry:8081",
            "schema.registry.ssl.truststore.location", "/t",
            "basic.auth.user.info", "me:secret",
            "basic.auth.credentials.source", "USER_INFO",
            "bearer.auth.token", "t",
            "auto.register.schemas", "false",
            "event.serde", "a.B",
            "http.connect.timeout.ms", "1",
            "http.read.timeout.ms", "2"),
        without(config.registry(), "max.retries", "retries.wait.ms"));
    assertEquals("4", config.registry().get("max.retries"));
    assertEquals("5", config.registry().get("retries.wait.ms"));
    assertEquals(Map.of("session.timeout.ms", "10000"), config.kafka());
  }

  @Test
  void settingsOfKafkaReachIt() {
    Properties streams =
        StreamsSettings.of(
            AppConfig.of(
                settings(
                    "application.id", "mine",
                    "http.port", "0",
                    "kafka.num.stream.threads", "7",
                    "kafka.security.protocol", "SSL")));
    assertEquals("mine", streams.get(StreamsConfig.APPLICATION_ID_CONFIG));
    assertEquals("7", streams.get(StreamsConfig.NUM_STREAM_THREADS_CONFIG));
    assertEquals("SSL", streams.get("security.protocol"));
    assertEquals(
        StreamsConfig.EXACTLY_ONCE_V2, streams.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http.port          | 65536   | http.port is 65536; 0 to 65535 is allowed",
        "http.port          | -1      | http.port is -1",
        "http.port          | eighty  | http.port is eighty; not a whole number",
        "standing.queries.max | -1    | standing.queries.max is -1; 0 to 1000000 is allowed",
        "partitions         | 0       | partitions is 0; 1 to 1000 is allowed",
        "partitions         | 1001    | partitions is 1001",
        "replication.factor | -2      | replication.factor is -2",
        "replication.factor | 0       | replication.factor is 0",
        "replication.factor | 32768   | replication.factor is 32768",
        "embedder           | gpt     | embedder is gpt; minilm or none is allowed",
        "dimension          | 8       | dimension is 8, but the embedder minilm produces 384",
        "dimension          | 4097    | dimension is 4097; 1 to 4096 is allowed",
        "similarity         | angle   | cosine, dot_product or euclidean is allowed",
        "analyzer           | klingon | klingon",
        "state.dir          | ''      | state.dir is empty",
        "application.id     | ''      | application.id is empty",
        "http.host          | ''      | http.host is empty",
        "http.allowed.hosts | a/b     | http.allowed.hosts has \"a/b\"",
        "http.allowed.hosts | *       | http.allowed.hosts has \"*\"; name each host",
        "http.allowed.origins | *     | http.allowed.origins has *; name each origin",
        "http.insecure      | yes     | http.insecure is yes; true or false is allowed",
        "auth.metrics.open  | 1       | auth.metrics.open is 1; true or false is allowed",
        "topic.events       | ''      | topic.events is empty",
        "events.foreign.partition | drop | forward or dead-letter is allowed",
        "http.prot          | 80      | unknown settings: [http.prot]",
        "bootstrap.servers  | '  '    | bootstrap.servers is missing",
      })
  void aWrongSettingIsNamed(String key, String value, String reason) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> AppConfig.of(settings(key, value)));
    String told = String.valueOf(refused.getMessage());
    assertTrue(told.contains(reason), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void listeningBeyondLoopbackNeedsKeysOrAWord(String host, @TempDir Path directory)
      throws IOException {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> AppConfig.of(settings("http.host", host)));
    String told = String.valueOf(refused.getMessage());
    assertTrue(told.startsWith("http.host is " + host + ", where everybody"), told);
    assertTrue(told.contains("auth.keys.file, or http.insecure=true (serve --insecure)"), told);
    AppConfig meant = AppConfig.of(settings("http.host", host, "http.insecure", "true"));
    assertNull(meant.access().keys());
    Path keys = directory.resolve("keys");
    new KeyFile(keys).add("a", Role.READER);
    String file = keys.toString();
    AppConfig keyed = AppConfig.of(settings("http.host", host, "auth.keys.file", file));
    assertNotNull(keyed.access().keys());
    assertFalse(keyed.access().openMetrics());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "localhost", "::1"})
  void loopbackNeedsNone(String host) {
    assertNull(AppConfig.of(settings("http.host", host)).access().keys());
  }

  @Test
  void aFileOfKeysThatIsWrongIsNamed(@TempDir Path directory) throws IOException {
    Path keys = directory.resolve("keys");
    for (String reason :
        List.of("keys does not exist; bin/sutra key add makes it", "keys line 1: 1 parts")) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> AppConfig.of(settings("auth.keys.file", keys.toString())));
      String told = String.valueOf(refused.getMessage());
      assertTrue(told.startsWith("auth.keys.file: ") && told.contains(reason), told);
      Files.writeString(keys, "wrong");
    }
  }

  @Test
  void theBrokersMustBeNamed() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> AppConfig.of(new Properties()));
    assertEquals("bootstrap.servers is missing", refused.getMessage());
  }

  @Test
  void twoTopicsMayNotBeTheSame() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> AppConfig.of(settings("topic.events", "x", "topic.mirrors", "x")));
    assertEquals(
        "topics x, x, concept-events-dead-letters, concept-queries, concept-matches must differ",
        refused.getMessage());
  }

  private static Properties settings(String... pairs) {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", "broker:9092");
    for (int i = 0; i < pairs.length; i += 2) {
      settings.setProperty(pairs[i], pairs[i + 1]);
    }
    return settings;
  }

  private static Map<String, String> without(Map<String, String> map, String... keys) {
    Map<String, String> left = new HashMap<>(map);
    left.keySet().removeAll(Set.of(keys));
    return left;
  }
}
