package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.schemas.ConceptEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Standing queries are accepted or set aside, and each event is matched once. */
class StandingQueriesTopologyTest {
  private static final String DOG = "{\"text\":{\"query\":\"dog\"}}";

  @TempDir Path directory;
  private TopologyHarness stream;

  @BeforeEach
  void open() {
    stream = new TopologyHarness(directory, new CountingEmbedder());
  }

  @AfterEach
  void close() {
    stream.close();
  }

  private List<String> matches() {
    List<String> found = new ArrayList<>();
    for (TestRecord<byte[], byte[]> match : stream.matches()) {
      found.add(new String(match.key(), UTF_8) + " " + new String(match.value(), UTF_8));
    }
    return found;
  }

  @Test
  void aMatchNamesQueryConceptScoreTimeAndEvent() {
    stream.sendQuery("dogs", DOG);
    stream.sendAt(7, ConceptEvents.upsert("rex").text("a dog").build());
    assertEquals(
        List.of(
            "dogs {\"version\":1,\"query\":\"dogs\",\"concept\":\"rex\",\"score\":1.0,\"time\":7,"
                + "\"event\":{\"topic\":\"concept-events\",\"partition\":0,\"offset\":0}}"),
        matches());
    assertEquals(1, stream.counted("sutra.standing.matches"));
  }

  @Test
  void anAssociationMatchesWhereItsSourceIs() {
    stream.sendQuery("is", "{\"edge\":{\"type\":\"IS\",\"min_weight\":0.5}}");
    stream.send(ConceptEvents.associate("rex", "IS", "dog", 0.5f, null, null));
    stream.send(ConceptEvents.associate("rex", "IS", "cat", 0.25f, null, null));
    stream.send(ConceptEvents.associate("rex", "LIKES", "cat", 1f, null, null));
    assertEquals(
        List.of(
            "is {\"version\":1,\"query\":\"is\","
                + "\"association\":{\"source\":\"rex\",\"type\":\"IS\",\"target\":\"dog\"},"
                + "\"score\":0.5,\"time\":0,"
                + "\"event\":{\"topic\":\"concept-events\",\"partition\":0,\"offset\":0}}"),
        matches());
  }

  @Test
  void theMergedConceptIsMatchedNotTheEvent() {
    stream.sendQuery(
        "tame dogs", "{\"text\":{\"query\":\"dog\"},\"filter\":{\"attributes\":{\"tame\":true}}}");
    stream.send(ConceptEvents.upsert("rex").text("a dog").build());
    assertEquals(List.of(), matches());
    stream.send(ConceptEvents.upsert("rex").partial().attribute("tame", true).build());
    assertEquals(1, matches().size());
  }

  @Test
  void aTextIsEmbeddedOnceWhenTheQueryIsAccepted() {
    stream.sendQuery("like", "{\"near\":{\"text\":\"a dog\",\"min_score\":0.999}}");
    stream.send(ConceptEvents.upsert("same").text("a dog").build());
    stream.send(
        ConceptEvents.upsert("given").vector(new CountingEmbedder().embed("a dog")).build());
    stream.send(ConceptEvents.upsert("far").vector(new float[] {-1, -1, -1, -1}).build());
    List<String> found = matches();
    assertEquals(2, found.size(), found::toString);
    assertTrue(found.get(0).contains("\"same\"") && found.get(1).contains("\"given\""));
  }

  @Test
  void aQueryIsReplacedAndRemoved() {
    stream.sendQuery("q", DOG);
    stream.sendQuery("q", "{\"text\":{\"query\":\"cat dog\",\"any\":true}}");
    stream.send(ConceptEvents.upsert("tom").text("a cat").build());
    assertEquals(1, matches().size());
    stream.sendQuery("q", null);
    stream.sendQuery("unknown", null);
    stream.send(ConceptEvents.upsert("tom").text("a cat").build());
    assertEquals(List.of(), matches());
    assertEquals(List.of(), stream.queries());
    assertEquals(0, stream.letters().size());
  }

  @Test
  void queriesAboveTheLimitAreSetAside() {
    int max = TopologyHarness.QUERIES_MAX;
    for (int i = 0; i < max + 2; i++) {
      stream.sendQuery("q" + i, DOG);
    }
    List<String> accepted = IntStream.range(0, max).mapToObj(i -> "q" + i).toList();
    assertEquals(accepted, stream.queries());
    List<TestRecord<byte[], byte[]>> letters = stream.letters();
    assertEquals(2, letters.size());
    assertEquals(2, stream.counted("sutra.standing.dead.letters"));
    assertEquals(
        "there are 5 standing queries, as many as standing.queries.max allows; remove one first",
        TopologyHarness.header(letters.getFirst(), DeadLetter.REASON));
    assertEquals("concept-queries", TopologyHarness.header(letters.getFirst(), DeadLetter.TOPIC));

    stream.sendQuery("q0", "{\"text\":{\"query\":\"replaced\"}}");
    stream.sendQuery("q1", null);
    stream.sendQuery("new", DOG);
    assertEquals(0, stream.letters().size());
    assertTrue(stream.queries().contains("new"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not JSON                                        | the query is not",
        "[]                                              | the query is not a JSON object",
        "{}                                              | exactly one of text, near and edge",
        "{\"text\":{\"query\":\"a\"},\"edge\":{\"type\":\"IS\"}} | exactly one of text, near and",
        "{\"txt\":{}}                                    | unknown field \"txt\"; known are text",
        "{\"text\":\"dog\"}                              | text is not an object",
        "{\"text\":{}}                                   | text.query is missing",
        "{\"text\":{\"query\":1}}                        | text.query is not a string",
        "{\"text\":{\"query\":\"the\"}}                  | text has no word to search for",
        "{\"text\":{\"query\":\"a\",\"all\":true}}       | unknown field \"all\" of text",
        "{\"text\":{\"query\":\"dog\",\"query\":\"b\"}}  | query",
        "{\"near\":{\"vector\":[1,2],\"min_score\":0}}   | vector has 2 components; 4 are needed",
        "{\"near\":{\"vector\":[0,0,0,0],\"min_score\":0}} | zero",
        "{\"near\":{\"vector\":[1,0,0,0],\"min_score\":2}} | min_score is 2.0",
        "{\"near\":{\"vector\":[1,0,0,0]}}               | near.min_score is missing",
        "{\"near\":{\"vector\":[1,0,0,\"x\"],\"min_score\":0}} | near.vector[3] is not a number",
        "{\"near\":{\"min_score\":0}}                    | exactly one of near.vector and"
            + " near.text",
        "{\"near\":{\"text\":\" \",\"min_score\":0}}     | near.text is empty",
        "{\"edge\":{}}                                   | edge has neither type nor source nor",
        "{\"edge\":{\"type\":\"IS\",\"min_weight\":2}}   | min_weight is 2.0",
        "{\"edge\":{\"type\":\"\"}}                      | type",
        "{\"edge\":{\"type\":\"IS\"},\"filter\":{\"id_prefix\":\"a\"}} | filter is for concepts",
        "{\"text\":{\"query\":\"dog\"},\"filter\":{\"id\":1}} | unknown field \"id\" of filter",
      })
  void aQueryThatIsNotValidIsSetAsideAndChangesNothing(String query, String reason) {
    stream.sendQuery("q", DOG);
    stream.sendQuery("q", query);
    List<TestRecord<byte[], byte[]>> letters = stream.letters();
    assertEquals(1, letters.size());
    String told = TopologyHarness.header(letters.getFirst(), DeadLetter.REASON);
    assertTrue(told.contains(reason), told);
    assertArrayEquals(query.getBytes(UTF_8), letters.getFirst().value());
    stream.send(ConceptEvents.upsert("rex").text("a dog").build());
    assertEquals(1, matches().size(), "the earlier query is still there");
  }

  @Test
  void idsThatAreNoneAreSetAside() {
    byte[] dog = DOG.getBytes(UTF_8);
    List<byte[]> ids = Stream.of("", "x".repeat(257)).map(id -> id.getBytes(UTF_8)).toList();
    stream.sendQuery((byte[]) null, dog);
    stream.sendQuery(new byte[] {(byte) 0xff}, dog);
    stream.sendQuery(new byte[] {(byte) 0xff}, null);
    ids.forEach(id -> stream.sendQuery(id, dog));
    assertEquals(5, stream.letters().size());
    assertEquals(List.of(), stream.queries());
  }
}
