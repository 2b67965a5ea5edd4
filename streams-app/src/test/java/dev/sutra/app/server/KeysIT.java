package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.auth.KeyFile;
import dev.sutra.app.auth.Role;
import dev.sutra.app.registry.FileSchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances whose clients need keys: they answer each other by their secret. */
class KeysIT {
  private static final int CONCEPTS = 20;

  @TempDir Path directory;

  @Test
  void instancesNeedTheirSecretAndClientsTheirKeys() throws Exception {
    Path keys = directory.resolve("keys");
    String writer = new KeyFile(keys).add("writer", Role.WRITER);
    String operator = new KeyFile(keys).add("operator", Role.OPERATOR);
    TestCluster cluster = new TestCluster();
    try (FileSchemaRegistry registry =
        FileSchemaRegistry.open(directory.resolve("registry.json"))) {
      Properties settings = settings(cluster, keys);
      settings.setProperty("peer.secret", "the secret of two instances");
      withTwo(settings, registry, ports -> answersOfBoth(ports, writer, operator));
      // A proxy on the machine sends requests of others, so that loopback is no proof any more.
      settings.remove("peer.secret");
      withTwo(settings, registry, ports -> withoutASecret(ports, operator));
    } finally {
      cluster.stop();
    }
  }

  private static void answersOfBoth(int[] ports, String writer, String operator) {
    try (RestApi api = new RestApi(ports).withKey(operator);
        RestApi writing = new RestApi(ports).withKey(writer);
        RestApi nobody = new RestApi(ports)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> bothHold(api.get("/v1/instances")));
      api.awaitReady();
      for (int i = 0; i < CONCEPTS; i++) {
        String position = writing.write("PUT", concept("c" + i), "{\"vector\":[1,0]}");
        api.ask(concept("c" + i) + "?min_position=" + position);
        assertEquals(401, nobody.get(concept("c" + i)).status());
      }
      for (int port : ports) {
        try (RestApi one = new RestApi(port).withKey(writer)) {
          assertEquals(CONCEPTS, one.ask("/v1/timeline?limit=100").get("items").size());
          assertEquals(403, one.get("/v1/instances").status());
        }
      }
      assertEquals(200, nobody.get("/health/ready").status());
    }
  }

  /** Whether each of two instances has active partitions. */
  private static boolean bothHold(RestApi.Reply reply) {
    return reply.status() == 200
        && reply.json().get("instances").size() == 2
        && reply.json().get("instances").get(0).toString().contains("\"active\"")
        && reply.json().get("instances").get(1).toString().contains("\"active\"");
  }

  private static void withoutASecret(int[] ports, String operator) {
    try (RestApi api = new RestApi(ports).withKey(operator)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                List<String> refusals = new ArrayList<>();
                for (JsonNode instance : api.ask("/v1/instances").get("instances")) {
                  if (!instance.get("this").asBoolean()) {
                    refusals.add(instance.get("unreachable").asText());
                  }
                }
                assertEquals(1, refusals.size());
                assertTrue(refusals.getFirst().contains("without a secret"), refusals::toString);
              });
    }
  }

  private interface Work {
    void on(int[] ports);
  }

  private void withTwo(Properties settings, FileSchemaRegistry registry, Work work)
      throws Exception {
    try (SutraApp one = start(settings, registry, "1");
        SutraApp two = start(settings, registry, "2")) {
      int[] ports = {one.port(), two.port()};
      work.on(ports);
    }
  }

  private SutraApp start(Properties settings, FileSchemaRegistry registry, String name)
      throws Exception {
    Properties own = new Properties();
    own.putAll(settings);
    own.setProperty("state.dir", directory.resolve("state-" + name).toString());
    return SutraApp.start(AppConfig.of(own), registry);
  }

  private static Properties settings(TestCluster cluster, Path keys) {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", cluster.bootstrapServers());
    settings.setProperty("http.port", "0");
    settings.setProperty("auth.keys.file", keys.toString());
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "2");
    settings.setProperty("kafka.num.stream.threads", "1");
    return settings;
  }
}
