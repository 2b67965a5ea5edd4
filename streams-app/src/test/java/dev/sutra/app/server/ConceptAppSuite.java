package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static dev.sutra.app.server.RestApi.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TimelineQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Events, queries and restarts with four partitions, compared with one store that has all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
// Fields are set by load().
@SuppressWarnings("NullAway.Init")
abstract class ConceptAppSuite extends SearchSuite {

  private Path directory;
  private SampleConcepts expected;
  private SutraApp app;
  private RestApi api;
  private EventTopic events;

  /** Starts the cluster, unless it is there. */
  abstract void startCluster(Path directory) throws Exception;

  abstract void stopCluster() throws Exception;

  abstract String bootstrapServers();

  /** Starts an instance with the registry of the cluster. */
  abstract SutraApp startApp(Properties settings) throws IOException;

  @Override
  RestApi api() {
    return api;
  }

  @Override
  SampleConcepts expected() {
    return expected;
  }

  /** Asks the instance, or others of its group as well. */
  RestApi api(SutraApp started) {
    return new RestApi(started.port());
  }

  @BeforeAll
  void load(@TempDir Path directory) throws Exception {
    this.directory = directory;
    startCluster(directory);
    events = new EventTopic(bootstrapServers(), () -> app.serde().serializer());
    expected = new SampleConcepts(directory.resolve("expected"));
    start();
    String position = events.send(SampleConcepts.events());
    api.ask("/v1/search?q=dog&timeout_ms=60000&min_position=" + position);
    api.awaitReady();
  }

  @AfterAll
  void stop() throws Exception {
    events.close();
    close();
    expected.close();
    stopCluster();
  }

  @Test
  void aConceptIsAnsweredWithItsVector() {
    for (int i = 0; i < SampleConcepts.COUNT; i++) {
      JsonNode concept = api.ask(concept(SampleConcepts.id(i)) + "?fields=text,vector,updated_at");
      assertEquals(SampleConcepts.id(i), concept.get("id").asText());
      assertEquals(SampleConcepts.text(i), concept.get("text").asText());
      assertEquals(384, concept.get("vector").size());
      assertEquals(SampleConcepts.time(i), concept.get("updated_at").asLong());
    }
    assertEquals(404, api.get(concept("nobody")).status());
    assertEquals(404, api.get(concept("nobody") + "/neighbors").status());
  }

  @Test
  void neighborsAreSeenFromBothEndsAcrossPartitions() {
    List<String> out = new ArrayList<>();
    List<String> in = new ArrayList<>();
    for (int i = 0; i < SampleConcepts.COUNT; i++) {
      String id = SampleConcepts.id(i);
      for (JsonNode item : neighbors(id, "both")) {
        String other = item.get("id").asText();
        String type = item.get("type").asText();
        assertTrue(item.get("text").isTextual(), "the text comes from the other's partition");
        if (item.get("direction").asText().equals("out")) {
          out.add(id + " " + type + " " + other + " " + item.get("weight"));
        } else {
          in.add(other + " " + type + " " + id + " " + item.get("weight"));
        }
      }
    }
    assertEquals(SampleConcepts.associations(), out.size());
    assertEquals(out.stream().sorted().toList(), in.stream().sorted().toList());
  }

  @Test
  void neighborsComeInPages() {
    String id = SampleConcepts.id(7);
    List<String> whole = new ArrayList<>();
    neighbors(id, "both").forEach(item -> whole.add(item.toString()));
    List<String> paged = new ArrayList<>();
    api.pages(concept(id) + "/neighbors?direction=both&limit=2")
        .forEach(item -> paged.add(item.toString()));
    assertEquals(whole, paged);
    assertTrue(paged.size() > 3, "several pages");
  }

  @Test
  void walksOverAllPartitionsAreThoseOfOneStore() {
    new GraphCases(api, expected.store()).run();
  }

  @Test
  void similarAnswersAreThoseOfOneStore() {
    String text = "a fish that swims";
    try (Snapshot snapshot = expected.store().snapshot()) {
      float[] vector = expected.embed(text);
      List<Hit> hits = similar(snapshot, vector, null);
      assertHits(hits, api.similar("{\"text\":\"" + text + "\",\"limit\":12,\"exact\":true}"));
      assertHits(hits, api.similar("{\"vector\":" + json(vector) + ",\"limit\":12}"));

      String id = SampleConcepts.id(3);
      float[] own = expected.embed(SampleConcepts.text(3));
      assertHits(similar(snapshot, own, id), api.similar("{\"id\":\"" + id + "\",\"limit\":12}"));
    }
    assertEquals(400, api.send("POST", "/v1/similar", "{\"vector\":[1,2]}").status());
    assertEquals(404, api.send("POST", "/v1/similar", "{\"id\":\"nobody\"}").status());
  }

  @Test
  void theSimilarityOfAPairIsTheSameBothWays() {
    String a = encode(SampleConcepts.id(1));
    String b = encode(SampleConcepts.id(2));
    float score = api.ask("/v1/similarity?a=" + a + "&b=" + b).get("score").floatValue();
    assertEquals(
        score, api.ask("/v1/similarity?a=" + b + "&b=" + a).get("score").floatValue(), 1e-6);
    assertEquals(1, api.ask("/v1/similarity?a=" + a + "&b=" + a).get("score").floatValue(), 1e-5);
  }

  @Test
  void theTimelineIsPagedOverAllPartitions() {
    for (String order : List.of("asc", "desc")) {
      List<String> ids = new ArrayList<>();
      long from = SampleConcepts.time(0);
      long to = SampleConcepts.time(SampleConcepts.COUNT);
      api.pages("/v1/timeline?limit=3&from=" + from + "&to=" + to + "&order=" + order)
          .forEach(item -> ids.add(item.get("id").asText()));
      try (Snapshot snapshot = expected.store().snapshot()) {
        TimelineQuery all = new TimelineQuery(from, to, order.equals("desc"), 1000, null);
        assertEquals(
            snapshot.timeline(all).items().stream().map(entry -> entry.id()).toList(), ids, order);
      }
    }
  }

  @Test
  void aWriteIsReadWithItsPosition() {
    String path = concept("written");
    String position = api.write("PUT", path, "{\"text\":\"a written word\",\"timestamp\":5}");
    expected.put("written", "a written word", 5);
    assertEquals(
        "a written word", api.ask(path + "?min_position=" + position).get("text").asText());

    position = api.write("PUT", path + "/associations/SEES/unseen", "{\"weight\":0.5}");
    JsonNode items = api.ask(path + "/neighbors?min_position=" + position).get("items");
    assertEquals("unseen", items.get(0).get("id").asText());
    assertEquals(0.5, items.get(0).get("weight").asDouble());

    position = api.write("DELETE", path + "/associations/SEES/unseen", null);
    assertEquals(0, api.ask(path + "/neighbors?min_position=" + position).get("items").size());

    position = api.write("DELETE", path, null);
    expected.store().delete("written");
    assertEquals(404, api.get(path + "?min_position=" + position).status());
    assertEquals(400, api.send("PUT", path, "{\"vector\":[1,2]}").status());
  }

  @Test
  void hybridAnswersAreThoseOfOneStore() {
    HybridCases.run(api, expected);
  }

  @Test
  void pagesOfRankingsAreThoseOfOneStore() {
    new PageCases(api, expected).run();
  }

  @Test
  void answersHaveTheContentsThatAreAskedFor() {
    AnswerCases.run(api);
  }

  @Test
  void tooManyValuesAreNamed() {
    new ValueLimitCases(api).run();
  }

  @Test
  void aPositionThatDoesNotComeIsATimeout() {
    RestApi.Reply reply = api.get("/v1/search?q=dog&timeout_ms=200&min_position=0-999999");
    assertEquals(504, reply.status());
    assertEquals(400, api.get("/v1/search?q=dog&min_position=soon").status());
  }

  @Test
  void aDeleteRemovesBothHalvesOnAllPartitions() {
    List<String> others = List.of("far1", "far2", "far3", "far4", "far5", "far6");
    for (String other : others) {
      api.write("PUT", concept("hub") + "/associations/OUT/" + other, null);
      api.write("PUT", concept(other) + "/associations/IN/hub", null);
    }
    for (String other : others) {
      Awaitility.await().until(() -> api.get(concept(other) + "/neighbors").status() == 200);
      Awaitility.await().until(() -> neighbors(other, "in").size() == 1);
    }
    Awaitility.await().until(() -> neighbors("hub", "both").size() == 12);

    api.write("DELETE", concept("hub"), null);

    for (String other : others) {
      Awaitility.await(other)
          .until(() -> api.get(concept(other) + "/neighbors?direction=both").status() == 404);
    }
    assertEquals(404, api.get(concept("hub") + "/neighbors").status());
  }

  @Test
  void aBadEventIsCountedAndStopsNothing() throws Exception {
    double before = deadLetters();
    events.send("bad", "no event".getBytes(UTF_8));
    events.send("bad", new byte[] {0, 0, 0, 0, 99, 1});
    String position = api.write("PUT", concept("after"), "{\"strength\":0.5}");
    api.ask(concept("after") + "?min_position=" + position);
    Awaitility.await().until(() -> deadLetters() == before + 2);
    api.write("DELETE", concept("after"), null);
  }

  @Test
  void aStandingQueryMatchesEachLaterEventUntilItIsRemoved() {
    new StandingQueryCase(bootstrapServers(), api, expected).run();
  }

  @Test
  void statsCountEachOnce() {
    JsonNode stats = api.ask("/v1/stats");
    assertEquals(PARTITIONS, stats.get("partitions").size());
    for (String field : List.of("concepts", "associations", "vectors", "texts")) {
      long sum = 0;
      for (JsonNode partition : stats.get("partitions")) {
        assertTrue(partition.get("concepts").asLong() > 0, "each partition holds some");
        sum += partition.get(field).asLong();
      }
      assertEquals(sum, stats.get(field).asLong(), field);
    }
    assertTrue(stats.get("associations").asLong() >= SampleConcepts.associations());
  }

  @Test
  void aRestartAndARestoreGiveEqualAnswers() throws Exception {
    touchAllPartitions();
    api.awaitReady();
    Map<String, JsonNode> before = answers();

    close();
    start();
    api.awaitReady();
    assertAnswers(before, answers());

    close();
    Utils.delete(directory.resolve("state").toFile());
    start();
    api.awaitReady();
    assertAnswers(before, answers());
    assertEquals(0, deadLetters(), "nothing was processed again");
  }

  private void start() throws Exception {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", bootstrapServers());
    settings.setProperty("application.id", "suite");
    settings.setProperty("state.dir", directory.resolve("state").toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("partitions", Integer.toString(PARTITIONS));
    app = startApp(settings);
    api = api(app);
    api.awaitReady();
  }

  private void close() {
    api.close();
    app.close();
  }

  /** Ends each partition with a write, by which its position is known after a restore too. */
  private void touchAllPartitions() {
    Map<String, String> touched = new TreeMap<>();
    for (int i = 0; touched.size() < PARTITIONS; i++) {
      String position = api.write("PUT", concept("touch" + i), "{\"timestamp\":1}");
      touched.put(position.substring(0, position.indexOf('-')), position);
      api.ask(concept("touch" + i) + "?min_position=" + position);
    }
  }

  /** All questions and their answers. */
  private Map<String, JsonNode> answers() {
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    for (int i = 0; i < SampleConcepts.COUNT; i += 3) {
      String path = concept(SampleConcepts.id(i));
      answers.put(path, api.ask(path));
      path += "/neighbors?direction=both&limit=100";
      answers.put(path, api.ask(path));
    }
    for (String path :
        List.of(
            "/v1/search?q=dog+garden&limit=20",
            "/v1/search?q=%22in+the+sea%22",
            "/v1/search?q=%2Bdog+-cat+house%5E2",
            "/v1/complete?prefix=g",
            "/v1/facets?facet=kind&facet=number&q=dog",
            "/v1/timeline?limit=100",
            "/v1/timeline?limit=7&order=asc",
            "/v1/similarity?a=" + encode("c/1 é") + "&b=" + encode("c/2 é"))) {
      answers.put(path, api.ask(path));
    }
    for (String body :
        List.of("{\"text\":\"a bird\"}", "{\"id\":\"c/5 é\",\"limit\":30,\"exact\":true}")) {
      answers.put(body, api.similar(body));
    }
    JsonNode stats = api.ask("/v1/stats");
    for (String field : List.of("concepts", "associations", "vectors", "texts", "position")) {
      answers.put(field, stats.get(field));
      for (JsonNode partition : stats.get("partitions")) {
        answers.put(field + " of " + partition.get("partition"), partition.path(field));
      }
    }
    // The lag is as of half a second ago, whatever was asked. Vectors of deleted concepts are
    // scanned until a flush leaves them out.
    for (JsonNode answer : answers.values()) {
      if (answer instanceof ObjectNode object) {
        object.remove(List.of("lag", "scanned"));
      }
    }
    return answers;
  }

  private static void assertAnswers(Map<String, JsonNode> before, Map<String, JsonNode> after) {
    assertEquals(before.keySet(), after.keySet());
    before.forEach((question, answer) -> assertEquals(answer, after.get(question), question));
  }

  private JsonNode neighbors(String id, String direction) {
    return api.ask(concept(id) + "/neighbors?limit=100&direction=" + direction).get("items");
  }

  private double deadLetters() {
    return api.metric("sutra_events_dead_letters_total");
  }

  private static List<Hit> similar(Snapshot snapshot, float[] vector, @Nullable String excluded) {
    return snapshot
        .similar(new SimilarQuery(vector, 12, Float.NEGATIVE_INFINITY, true, excluded))
        .items();
  }

  private static String json(float[] vector) {
    StringBuilder json = new StringBuilder("[");
    for (float component : vector) {
      json.append(json.length() == 1 ? "" : ",").append(component);
    }
    return json.append(']').toString();
  }
}
