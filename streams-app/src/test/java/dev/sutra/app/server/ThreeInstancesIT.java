package dev.sutra.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.registry.FileSchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The suite on three instances. Each request goes to another one: what is written at one is read
 * with its position at the next.
 */
// Fields are set by startCluster().
@SuppressWarnings("NullAway.Init")
class ThreeInstancesIT extends ConceptAppSuite {
  private final List<SutraApp> others = new ArrayList<>();
  private TestCluster cluster;
  private FileSchemaRegistry registry;
  private int[] ports = {};

  @Override
  void startCluster(Path directory) throws Exception {
    cluster = new TestCluster();
    registry = FileSchemaRegistry.open(directory.resolve("registry.json"));
  }

  @Override
  void stopCluster() throws Exception {
    others.forEach(SutraApp::close);
    cluster.stop();
    registry.close();
  }

  @Override
  String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  @Override
  SutraApp startApp(Properties settings) throws IOException {
    SutraApp first = start(settings, settings.getProperty("state.dir"));
    while (others.size() < 2) {
      others.add(start(settings, settings.getProperty("state.dir") + "-" + others.size()));
    }
    return first;
  }

  private SutraApp start(Properties settings, String stateDir) throws IOException {
    Properties own = new Properties();
    own.putAll(settings);
    own.setProperty("state.dir", stateDir);
    own.setProperty("peer.secret", "the secret of three instances");
    own.setProperty("kafka.num.stream.threads", "1");
    return SutraApp.start(AppConfig.of(own), registry);
  }

  @Override
  RestApi api(SutraApp first) {
    ports = new int[] {first.port(), others.get(0).port(), others.get(1).port()};
    // Each is ready, and none holds everything.
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> holders().size() == 3);
    for (int port : ports) {
      try (RestApi one = new RestApi(port)) {
        one.awaitReady();
      }
    }
    return new RestApi(ports);
  }

  @Test
  void eachInstanceSeesTheOthersAndWhatTheyHold() {
    for (int port : ports) {
      try (RestApi one = new RestApi(port)) {
        List<Integer> active = new ArrayList<>();
        int self = 0;
        for (JsonNode instance : one.ask("/v1/instances").get("instances")) {
          self += instance.get("this").asBoolean() ? 1 : 0;
          assertEquals(
              instance.get("this").asBoolean(),
              instance.get("address").asText().equals("127.0.0.1:" + port));
          assertEquals("null", instance.get("unreachable").toString());
          for (JsonNode partition : instance.get("partitions")) {
            if (partition.get("role").asText().equals("active")) {
              active.add(partition.get("partition").asInt());
            }
          }
        }
        assertEquals(1, self);
        assertEquals(List.of(0, 1, 2, 3), active.stream().sorted().toList());
      }
    }
  }

  /** The instances that hold active partitions, as the first one knows. */
  private Set<String> holders() {
    Set<String> holders = new TreeSet<>();
    try (RestApi one = new RestApi(ports[0])) {
      for (JsonNode instance : one.ask("/v1/instances").get("instances")) {
        for (JsonNode partition : instance.get("partitions")) {
          if (partition.get("role").asText().equals("active")) {
            holders.add(instance.get("address").asText());
          }
        }
      }
    }
    return holders;
  }
}
