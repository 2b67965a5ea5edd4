package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.topology.ConceptTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standing queries of the app on a real broker. */
class StandingQueriesAppIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String RIVERS = "{\"text\":{\"query\":\"rivers\"}}";

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static FileSchemaRegistry registry;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    registry = FileSchemaRegistry.open(directory.resolve("registry"));
  }

  @AfterAll
  static void stopBroker() {
    registry.close();
    broker.close();
  }

  private static SutraApp start(Properties settings) throws Exception {
    return SutraApp.start(AppConfig.of(settings), registry);
  }

  private static Properties settings(StandingTopics topics, String name) {
    return topics.settings(name, directory.resolve(name).toString());
  }

  private static void put(RestApi api, String id, String query) {
    RestApi.Reply reply = api.send("PUT", "/v1/standing-queries/" + id, query);
    assertEquals(202, reply.status(), reply::body);
  }

  private static Set<String> ids(RestApi api) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode item : api.ask("/v1/standing-queries?limit=1000").get("items")) {
      ids.add(item.get("id").asText());
    }
    return ids;
  }

  private static void awaitIds(RestApi api, String... ids) {
    await().atMost(SOON).untilAsserted(() -> assertEquals(Set.of(ids), ids(api)));
  }

  @Test
  void eachEventIsMatchedOnceBeforeAndAfterARestart() throws Exception {
    List<String> expected = new ArrayList<>();
    try (StandingTopics topics = new StandingTopics(broker.bootstrapServers(), "once")) {
      Properties settings = settings(topics, "once");
      try (SutraApp app = start(settings);
          RestApi api = new RestApi(app.port())) {
        api.awaitReady();
        put(api, "text", RIVERS);
        put(api, "near", "{\"near\":{\"vector\":[1,0],\"min_score\":0.9}}");
        topics.send("edge", "{\"edge\":{\"type\":\"IS\",\"min_weight\":0.5}}");
        topics.send(
            "filter",
            "{\"text\":{\"query\":\"rivers\"},\"filter\":{\"attributes\":{\"deep\":true}}}");
        awaitIds(api, "text", "near", "edge", "filter");
        assertEquals(
            "[1.0,0.0]", api.ask("/v1/standing-queries/near").at("/near/vector").toString());
        for (int i = 0; i < 20; i++) {
          api.write("PUT", concept("a" + i), "{\"text\":\"a river\",\"vector\":[1,0.1]}");
          expected.addAll(List.of("text a" + i, "near a" + i));
        }
        api.write("PUT", concept("deep"), "{\"text\":\"rivers\",\"attributes\":{\"deep\":true}}");
        api.write("PUT", concept("far"), "{\"text\":\"a stone\",\"vector\":[0,1]}");
        api.write("PUT", concept("a0") + "/associations/IS/far", "{\"weight\":0.5}");
        api.write("PUT", concept("a1") + "/associations/IS/far", "{\"weight\":0.4}");
        expected.addAll(List.of("text deep", "filter deep", "edge a0>far"));
        topics.awaitMatches(expected);
      }
      topics.send("near", null);
      topics.send("stones", "{\"text\":{\"query\":\"stones\"}}");
      try (SutraApp app = start(settings);
          RestApi api = new RestApi(app.port())) {
        api.awaitReady();
        awaitIds(api, "text", "edge", "filter", "stones");
        String end = api.write("PUT", concept("b"), "{\"text\":\"river stones\"}");
        api.ask(concept("b") + "?min_position=" + end);
        expected.addAll(List.of("text b", "stones b"));
        topics.awaitMatches(expected);
        assertEquals(List.of(), topics.deadLetters());
        assertEquals(202, api.send("DELETE", "/v1/standing-queries/text", null).status());
        awaitIds(api, "edge", "filter", "stones");
        assertEquals(404, api.get("/v1/standing-queries/text").status());
      }
    }
  }

  @Test
  void queriesAreReadAgainIfTheAcceptedOnesWereDeleted() throws Exception {
    try (StandingTopics topics = new StandingTopics(broker.bootstrapServers(), "lost");
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Properties settings = settings(topics, "lost");
      try (SutraApp app = start(settings);
          RestApi api = new RestApi(app.port())) {
        api.awaitReady();
        put(api, "kept", RIVERS);
        put(api, "removed", RIVERS);
        awaitIds(api, "kept", "removed");
        api.send("DELETE", "/v1/standing-queries/removed", null);
        awaitIds(api, "kept");
      }
      admin.deleteTopics(List.of(ConceptTopology.registeredTopic("lost"))).all().get();
      try (SutraApp app = start(settings);
          RestApi api = new RestApi(app.port())) {
        api.awaitReady();
        awaitIds(api, "kept");
        api.write("PUT", concept("a"), "{\"text\":\"a river\"}");
        topics.awaitMatches(List.of("kept a"));
      }
    }
  }

  @Test
  void theLimitHoldsHoweverQueriesArrive() throws Exception {
    try (StandingTopics topics = new StandingTopics(broker.bootstrapServers(), "limit")) {
      Properties settings = settings(topics, "limit");
      settings.setProperty("standing.queries.max", "3");
      for (int round = 0; round < 2; round++) {
        try (SutraApp app = start(settings);
            RestApi api = new RestApi(app.port())) {
          api.awaitReady();
          topics.send("bad", "{\"txt\":1}");
          for (int i = 0; i < 6; i++) {
            topics.send("q" + i, RIVERS);
          }
          int letters = 4 * (round + 1);
          await().atMost(SOON).until(() -> topics.deadLetters().size() == letters);
          awaitIds(api, "q0", "q1", "q2");
          RestApi.Reply full = api.send("PUT", "/v1/standing-queries/more", RIVERS);
          assertEquals(409, full.status());
          assertTrue(full.body().contains("standing.queries.max"), full.body());
          put(api, "q1", "{\"text\":{\"query\":\"stones\"}}");
          assertEquals(3 + 1.0, api.metric("sutra_standing_dead_letters_total"), "of this process");
          assertEquals(3, api.metric("sutra_standing_queries"));
        }
      }
      List<String> letters = topics.deadLetters();
      assertEquals(2, Collections.frequency(letters, letters.getLast()));
      assertEquals("unknown field \"txt\"; known are text, near, edge, filter", letters.getLast());
    }
  }

  @Test
  void threeInstancesMatchEachEventOnce() throws Exception {
    List<String> expected = new ArrayList<>();
    try (StandingTopics topics = new StandingTopics(broker.bootstrapServers(), "three");
        SutraApp first = start(ofThree(topics, 1));
        SutraApp second = start(ofThree(topics, 2));
        RestApi all = new RestApi(first.port(), second.port())) {
      int third;
      try (SutraApp leaving = start(ofThree(topics, 3));
          RestApi api = new RestApi(first.port(), second.port(), leaving.port())) {
        third = leaving.port();
        for (int port : new int[] {first.port(), second.port(), third}) {
          awaitHolder(first.port(), port);
        }
        put(api, "rivers", RIVERS);
        put(api, "is", "{\"edge\":{\"type\":\"IS\"}}");
        for (int port : new int[] {first.port(), second.port(), third}) {
          try (RestApi one = new RestApi(port)) {
            awaitIds(one, "rivers", "is");
          }
        }
        write(api, "a", expected);
        topics.awaitMatches(expected);
        write(api, "b", expected);
      }
      write(all, "c", expected);
      topics.awaitMatches(expected);
      topics.send("rivers", null);
      for (int port : new int[] {first.port(), second.port()}) {
        try (RestApi one = new RestApi(port)) {
          awaitIds(one, "is");
        }
      }
      all.write("PUT", concept("d"), "{\"text\":\"a river\"}");
      all.write("PUT", concept("d") + "/associations/IS/e", null);
      expected.add("is d>e");
      topics.awaitMatches(expected);
    }
  }

  private static Properties ofThree(StandingTopics topics, int number) {
    Properties settings = topics.settings("three", directory.resolve("three" + number).toString());
    settings.setProperty("kafka.num.stream.threads", "1");
    return settings;
  }

  private static void write(RestApi api, String name, List<String> expected) {
    for (int i = 0; i < 25; i++) {
      String id = name + i;
      api.write("PUT", concept(id), "{\"text\":\"the river " + i + "\"}");
      api.write("PUT", concept(id) + "/associations/IS/x", null);
      expected.addAll(List.of("rivers " + id, "is " + id + ">x"));
    }
  }

  /** Waits until an instance holds a partition. */
  private static void awaitHolder(int asked, int port) {
    try (RestApi api = new RestApi(asked)) {
      await()
          .atMost(SOON)
          .until(
              () -> {
                for (JsonNode instance : api.ask("/v1/instances").get("instances")) {
                  if (instance.get("address").asText().endsWith(":" + port)) {
                    return !instance.get("partitions").isEmpty();
                  }
                }
                return false;
              });
    }
  }

  @Test
  void aTopicOfQueriesWithSeveralPartitionsIsRefused() throws Exception {
    try (StandingTopics topics = new StandingTopics(broker.bootstrapServers(), "wide");
        Admin admin =
            Admin.create(
                Collections.singletonMap("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("wide-q", 2, (short) 1))).all().get();
      try (SutraApp app = start(settings(topics, "wide"))) {
        await().atMost(SOON).until(() -> app.failure() != null);
        assertTrue(
            String.valueOf(app.failure()).startsWith("topic wide-q has 2 partitions"),
            app.failure());
      }
    }
  }
}
