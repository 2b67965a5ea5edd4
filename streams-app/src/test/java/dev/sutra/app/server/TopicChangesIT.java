package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.topology.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics that change under their stores: the stores never serve what belongs to other topics. */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
class TopicChangesIT {
  private static final String EVENTS = Topics.DEFAULT.events();
  private static final String MIRRORS = Topics.DEFAULT.mirrors();
  private static final String CHANGELOG = "sutra-concepts-changelog";

  @TempDir Path directory;
  private EmbeddedBroker broker;
  private FileSchemaRegistry registry;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    registry = FileSchemaRegistry.open(directory.resolve("registry.json"));
    startBroker(directory.resolve("broker"));
  }

  @AfterEach
  void stop() throws Exception {
    stopBroker();
    registry.close();
  }

  @Test
  void partitionsRaisedWhileItRunsEndTheInstanceAndEachRestart() throws Exception {
    try (SutraApp app = startApp();
        RestApi api = new RestApi(app.port())) {
      write(api, "dog");
      raise(EVENTS, 4);
      assertEnds(app, EVENTS + " has 4", MIRRORS + " has 2", "built for 2", "application.id");
      assertEquals(200, api.get("/health/live").status());
      RestApi.Reply ready = api.get("/health/ready");
      assertEquals(503, ready.status());
      assertTrue(ready.body().contains(EVENTS + " has 4"), ready.body());
    }
    assertRefused(EVENTS + " has 4");
    raise(MIRRORS, 4);
    assertRefused(EVENTS + " has 4", MIRRORS + " has 4", CHANGELOG, "built for 2");
  }

  @Test
  void aDeletedTopicEndsTheInstanceAndEachRestart() throws Exception {
    try (SutraApp app = startApp();
        RestApi api = new RestApi(app.port())) {
      write(api, "dog");
      awaitRememberedAndCommitted();
      admin.deleteTopics(List.of(EVENTS)).all().get();
      assertEnds(app, "topic " + EVENTS, "deleted");
    }
    assertRefused("topic " + EVENTS + " is not the topic", CHANGELOG, "application.id");
    // No topic was made on the way: the next start says the same.
    assertRefused("topic " + EVENTS + " is not the topic");

    // The way out that the message names.
    admin.deleteTopics(List.of(CHANGELOG, MIRRORS)).all().get();
    deleteStores();
    assertStartsAnew();
  }

  @Test
  void aLostChangelogEndsTheInstanceAndTheWayOutReadsAllEventsAgain() throws Exception {
    try (SutraApp app = startApp();
        RestApi api = new RestApi(app.port())) {
      write(api, "dog");
      awaitRememberedAndCommitted();
      admin.deleteTopics(List.of(CHANGELOG)).all().get();
      assertEnds(app, "topic " + CHANGELOG, "deleted");
    }
    assertRefused("topic " + CHANGELOG + " is not the changelog", "last copy");
    deleteStores();
    try (SutraApp app = startApp();
        RestApi api = new RestApi(app.port())) {
      api.awaitReady();
      assertEquals("the text of dog", api.ask(concept("dog")).get("text").asText());
    }
  }

  @Test
  void storesOfABrokerWhoseDataWereDeletedAreBuiltAnew() throws Exception {
    try (SutraApp app = startApp();
        RestApi api = new RestApi(app.port())) {
      for (int i = 0; i < 20; i++) {
        write(api, "old" + i);
      }
    }
    assertTrue(Files.exists(state().resolve("sutra").resolve(StoreTopics.FILE)));
    stopBroker();
    startBroker(directory.resolve("another-broker"));
    try (SutraApp app = startApp();
        RestApi api = new RestApi(app.port())) {
      api.awaitReady();
      for (int i = 0; i < 20; i++) {
        assertEquals(404, api.get(concept("old" + i)).status());
        String token = api.write("PUT", concept("new" + i), "{\"text\":\"the text of new\"}");
        assertEquals(
            "the text of new",
            api.ask(concept("new" + i) + "?min_position=" + token).get("text").asText());
      }
      RestApi.Reply future =
          api.get(concept("new1") + "?timeout_ms=100&min_position=0-5000.1-5000");
      assertEquals(504, future.status(), future.body());
    }
  }

  private void assertStartsAnew() throws Exception {
    try (SutraApp app = startApp();
        RestApi api = new RestApi(app.port())) {
      api.awaitReady();
      assertEquals(404, api.get(concept("dog")).status());
      write(api, "cat");
    }
  }

  private void assertRefused(String... words) throws Exception {
    try (SutraApp app = startApp()) {
      assertEnds(app, words);
    }
  }

  /**
   * The changelog is made, and its id is kept, some time after the start. A transaction that is
   * open when its topic goes would keep the stream from closing for a minute.
   */
  private void awaitRememberedAndCommitted() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              StoreTopics kept = StoreTopics.read(state().resolve("sutra"));
              return kept != null && kept.changelog() != null;
            });
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                admin
                    .listConsumerGroupOffsets("sutra")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .anyMatch(
                        committed ->
                            committed.getKey().topic().equals(EVENTS)
                                && committed.getValue().offset() > 0));
  }

  private static void assertEnds(SutraApp app, String... words) throws Exception {
    await().atMost(Duration.ofSeconds(60)).until(() -> app.ending() != null);
    Ending ending = app.awaitEnd();
    for (String word : words) {
      assertTrue(ending != null && ending.reason().contains(word), word + ": " + ending);
    }
    assertTrue(ending != null && ending.byConfiguration(), String.valueOf(ending));
  }

  private static void write(RestApi api, String id) {
    api.awaitReady();
    String token = api.write("PUT", concept(id), "{\"text\":\"the text of " + id + "\"}");
    assertEquals(
        "the text of " + id,
        api.ask(concept(id) + "?min_position=" + token + "&timeout_ms=20000").get("text").asText());
  }

  private void raise(String topic, int partitions) throws Exception {
    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
    await().until(() -> partitionsOf(topic) == partitions);
  }

  private int partitionsOf(String topic) throws Exception {
    return FoundTopics.ask(admin, TopicNames.of(Topics.DEFAULT, "sutra")).partitions(topic);
  }

  private void deleteStores() throws Exception {
    StreamThreads.awaitNone();
    Utils.delete(state().toFile());
  }

  private Path state() {
    return directory.resolve("state");
  }

  private SutraApp startApp() throws IOException {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", broker.bootstrapServers());
    settings.setProperty("state.dir", state().toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "2");
    // A stream that failed does not leave its group; the next start waits for the end of a session.
    settings.setProperty("kafka.session.timeout.ms", "6000");
    settings.setProperty("partitions", "2");
    StreamThreads.awaitNone();
    return SutraApp.start(AppConfig.of(settings), registry);
  }

  private void startBroker(Path data) {
    broker = EmbeddedBroker.start(data, 0);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private void stopBroker() {
    admin.close();
    broker.close();
  }
}
