package dev.sutra.app.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both halves of associations over four partitions of a real broker, with times in no order. */
class AssociationHalvesIT {
  private static final int IDS = 12;

  @TempDir private Path directory;

  @Test
  void bothHalvesAreWhatTheLogsOrderSays() throws Exception {
    TestCluster cluster = new TestCluster();
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", cluster.bootstrapServers());
    settings.setProperty("application.id", "halves");
    settings.setProperty("state.dir", directory.resolve("state").toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("partitions", "4");
    settings.setProperty("embedder", "none");
    try (FileSchemaRegistry registry = FileSchemaRegistry.open(directory.resolve("registry"));
        SutraApp app = SutraApp.start(AppConfig.of(settings), registry);
        RestApi api = new RestApi(app.port());
        EventTopic events =
            new EventTopic(cluster.bootstrapServers(), () -> app.serde().serializer())) {
      api.awaitReady();
      Set<String> expected = new TreeSet<>();
      events.send(changes(expected));
      await().atMost(Duration.ofMinutes(1)).until(() -> seen(api, "out").equals(expected));
      await().atMost(Duration.ofMinutes(1)).until(() -> seen(api, "in").equals(expected));
      api.awaitReady();

      String deleted = api.write("DELETE", RestApi.concept("c3"), null);
      api.ask("/v1/stats?min_position=" + deleted);
      // The deleted target asks the sources, whose answers come back.
      expected.removeIf(it -> it.startsWith("c3 ") || it.contains(" c3 "));
      await().atMost(Duration.ofMinutes(1)).until(() -> seen(api, "out").equals(expected));
      await().atMost(Duration.ofMinutes(1)).until(() -> seen(api, "in").equals(expected));
      api.awaitReady();
      assertEquals(expected, seen(api, "out"));
      assertEquals(expected, seen(api, "in"));
    } finally {
      cluster.stop();
    }
  }

  /** Sets and removals by the sources alone: their logs say what is left. */
  private static List<ConceptEvent> changes(Set<String> expected) {
    long seed = System.nanoTime();
    System.out.println("association halves seed " + seed);
    Random random = new Random(seed);
    long now = 1_700_000_000_000L;
    List<ConceptEvent> events = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      String source = "c" + random.nextInt(IDS);
      String target = "c" + random.nextInt(IDS);
      Instant time = Instant.ofEpochMilli(now + random.nextLong(-86_400_000, 86_400_000));
      float weight = random.nextInt(5) / 4f;
      if (random.nextInt(40) == 0) {
        events.add(ConceptEvents.upsert(source).partial().strength(weight).build());
      }
      expected.removeIf(it -> it.startsWith(source + " " + target + " "));
      if (random.nextInt(3) == 0) {
        events.add(ConceptEvents.dissociate(source, "T", target, time));
      } else {
        events.add(ConceptEvents.associate(source, "T", target, weight, null, time));
        expected.add(source + " " + target + " " + weight + " " + time.toEpochMilli());
      }
    }
    return events;
  }

  private static Set<String> seen(RestApi api, String direction) {
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < IDS; i++) {
      String id = "c" + i;
      String path = RestApi.concept(id) + "/neighbors?limit=1000&direction=" + direction;
      RestApi.Reply reply = api.get(path);
      if (reply.status() == 200) {
        for (JsonNode item : reply.json().get("items")) {
          String other = item.get("id").asText();
          String ends = direction.equals("out") ? id + " " + other : other + " " + id;
          seen.add(
              ends
                  + " "
                  + (float) item.get("weight").asDouble()
                  + " "
                  + item.get("updated_at").asLong());
        }
      }
    }
    return seen;
  }
}
