package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.registry.FileSchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that are fixed by what exists, and changed. */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
class SettingsChangesIT {
  @TempDir Path directory;
  private EmbeddedBroker broker;
  private FileSchemaRegistry registry;
  private final Properties settings = new Properties();

  @BeforeEach
  void writeOneConcept() throws Exception {
    registry = FileSchemaRegistry.open(directory.resolve("registry.json"));
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    settings.setProperty("bootstrap.servers", broker.bootstrapServers());
    settings.setProperty("state.dir", directory.resolve("state").toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "2");
    // A stream that failed does not leave its group; the next start waits for the end of a session.
    settings.setProperty("kafka.session.timeout.ms", "6000");
    settings.setProperty("partitions", "1");
    try (SutraApp app = startApp();
        RestApi api = new RestApi(app.port())) {
      api.awaitReady();
      String body = "{\"text\":\"running dogs\",\"vector\":[3,4]}";
      api.ask(concept("dog") + "?min_position=" + api.write("PUT", concept("dog"), body));
    }
  }

  @AfterEach
  void stop() throws Exception {
    broker.close();
    registry.close();
  }

  @Test
  void anotherDimensionIsRefusedWithTheDirectoryAndWithoutIt() throws Exception {
    settings.setProperty("dimension", "3");
    String withStore = refusal();
    assertTrue(withStore.contains("made with dimension 2, the setting says 3"), withStore);
    assertFalse(withStore.contains("delete the directory"), withStore);
    deleteStores();
    String restored = refusal();
    assertTrue(
        restored.contains("sutra-concepts-changelog holds vectors of dimension 2, the setting"),
        restored);

    // The first of the ways out: it is set back.
    settings.setProperty("dimension", "2");
    try (SutraApp app = startApp();
        RestApi api = new RestApi(app.port())) {
      api.awaitReady();
      assertEquals("running dogs", api.ask(concept("dog")).get("text").asText());
    }
  }

  @Test
  void anotherSimilarityAndAnalyzerAreTakenWithoutTheDirectory() throws Exception {
    settings.setProperty("similarity", "euclidean");
    assertTrue(refusal().contains("similarity cosine, the setting says euclidean"));
    settings.setProperty("similarity", "cosine");
    settings.setProperty("analyzer", "simple");
    String told = refusal();
    assertTrue(told.contains("analyzer english, the setting says simple"), told);
    assertTrue(told.contains("delete the directory"), told);

    settings.setProperty("similarity", "euclidean");
    deleteStores();
    try (SutraApp app = startApp();
        RestApi api = new RestApi(app.port())) {
      api.awaitReady();
      assertEquals(0, api.ask("/v1/search?q=dog").get("items").size());
      assertEquals(1, api.ask("/v1/search?q=dogs").get("items").size());
      double score = api.similar("{\"vector\":[3,4]}").get("items").get(0).get("score").asDouble();
      assertEquals(1, score);
      double away = api.similar("{\"vector\":[6,8]}").get("items").get(0).get("score").asDouble();
      assertTrue(away < 1, "a cosine would be 1, not " + away);
    }
  }

  @Test
  void anotherApplicationIdReadsAllEventsAgain() throws Exception {
    settings.setProperty("dimension", "3");
    settings.setProperty("application.id", "other");
    try (SutraApp app = startApp();
        RestApi api = new RestApi(app.port())) {
      api.awaitReady();
      // Its vector does not fit, and lies among the dead letters.
      assertEquals(404, api.get(concept("dog")).status());
      assertEquals(1, api.metric("sutra_events_dead_letters_total"));
    }
  }

  /** A changelog does not tell the analyzer; instances that differ refuse each other. */
  @Test
  void instancesWithDifferentAnalyzersRefuseEachOther() throws Exception {
    Properties others = new Properties();
    others.putAll(settings);
    others.setProperty("state.dir", directory.resolve("other").toString());
    others.setProperty("analyzer", "simple");
    try (SutraApp first = startApp();
        SutraApp second = SutraApp.start(AppConfig.of(others), registry);
        RestApi one = new RestApi(first.port());
        RestApi two = new RestApi(second.port())) {
      // One holds the only partition; the other one asks it.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  (one.get("/v1/instances").body() + two.get("/v1/instances").body())
                      .contains("it refused: its store has dimension 2, similarity cosine"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  one.get(concept("dog")).status() + two.get(concept("dog")).status() == 200 + 503);
    }
  }

  @Test
  void theStoresUseTheMemoryBudgetOfTheSettings() throws Exception {
    settings.setProperty("memory.budget.mb", "8");
    AppConfig config = AppConfig.of(settings);
    assertEquals(8 << 20, config.store().memoryBudget().bytes());
    try (SutraApp app = SutraApp.start(config, registry);
        RestApi api = new RestApi(app.port())) {
      api.awaitReady();
      api.ask(concept("cat") + "?min_position=" + api.write("PUT", concept("cat"), "{}"));
      assertTrue(config.store().memoryBudget().usedBytes() > 0);
    }
  }

  private String refusal() throws Exception {
    try (SutraApp app = startApp()) {
      await().atMost(Duration.ofSeconds(60)).until(() -> app.ending() != null);
      Ending ending = Objects.requireNonNull(app.awaitEnd());
      assertTrue(ending.byConfiguration(), ending.toString());
      assertEquals(ending.reason(), app.failure());
      return ending.reason();
    }
  }

  private SutraApp startApp() throws IOException {
    StreamThreads.awaitNone();
    return SutraApp.start(AppConfig.of(settings), registry);
  }

  private void deleteStores() throws Exception {
    StreamThreads.awaitNone();
    Utils.delete(directory.resolve("state").toFile());
  }
}
