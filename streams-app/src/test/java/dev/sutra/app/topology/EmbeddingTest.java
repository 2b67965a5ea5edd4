package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.record.Concept;
import dev.sutra.schemas.ConceptEvents;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a vector is derived from a text. */
class EmbeddingTest {
  @TempDir Path directory;
  private final CountingEmbedder embedder = new CountingEmbedder();
  private TopologyHarness stream;

  @BeforeEach
  void open() {
    stream = new TopologyHarness(directory, embedder);
  }

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void aMissingVectorIsDerivedFromTheText() {
    stream.send(ConceptEvents.upsert("dog").text("a dog").build());
    assertEquals(List.of("a dog"), embedder.asked());
    assertArrayEquals(CountingEmbedder.vectorOf("a dog"), vector("dog"));
  }

  @Test
  void aVectorThatIsGivenIsKept() {
    stream.send(ConceptEvents.upsert("dog").text("a dog").vector(1, 2, 3, 4).build());
    assertEquals(List.of(), embedder.asked());
    assertArrayEquals(new float[] {1, 2, 3, 4}, vector("dog"));
  }

  @Test
  void theSameTextIsNotEmbeddedAgain() {
    stream.send(ConceptEvents.upsert("dog").text("a dog").build());
    stream.send(ConceptEvents.upsert("dog").text("a dog").attribute("legs", 4).build());
    stream.send(ConceptEvents.upsert("dog").partial().strength(0.5f).build());
    stream.send(ConceptEvents.upsert("dog").partial().text("a dog").build());
    assertEquals(List.of("a dog"), embedder.asked());
    assertArrayEquals(CountingEmbedder.vectorOf("a dog"), vector("dog"));
  }

  @Test
  void anotherTextIsEmbeddedAnew() {
    stream.send(ConceptEvents.upsert("dog").text("a dog").build());
    stream.send(ConceptEvents.upsert("dog").text("a hound").build());
    assertArrayEquals(CountingEmbedder.vectorOf("a hound"), vector("dog"));
    stream.send(ConceptEvents.upsert("dog").partial().text("a puppy").build());
    assertArrayEquals(CountingEmbedder.vectorOf("a puppy"), vector("dog"));
    assertEquals(List.of("a dog", "a hound", "a puppy"), embedder.asked());
  }

  @Test
  void aConceptThatWasDeletedIsEmbeddedAnew() {
    stream.send(ConceptEvents.upsert("dog").text("a dog").build());
    stream.send(ConceptEvents.delete("dog", null));
    stream.send(ConceptEvents.upsert("dog").text("a dog").build());
    assertEquals(List.of("a dog", "a dog"), embedder.asked());
  }

  @Test
  void withoutATextThereIsNoVector() {
    stream.send(ConceptEvents.upsert("dog").build());
    stream.send(ConceptEvents.upsert("cat").text("  ").build());
    assertNull(vector("dog"));
    assertNull(vector("cat"));
    assertEquals(List.of(), embedder.asked());
  }

  @Test
  void aTextThatGoesTakesItsVectorAlong() {
    stream.send(ConceptEvents.upsert("dog").text("a dog").build());
    stream.send(ConceptEvents.upsert("dog").build());
    assertNull(vector("dog"));

    stream.send(ConceptEvents.upsert("cat").text("a cat").build());
    stream.send(ConceptEvents.upsert("cat").partial().text("").build());
    assertNull(vector("cat"));
    assertEquals(1, stream.store().stats().concepts() - 1);
    assertEquals(0, stream.store().stats().vectors());
  }

  @Test
  void aVectorWithoutATextOutlivesAPartialUpsert() {
    stream.send(ConceptEvents.upsert("dog").vector(1, 2, 3, 4).build());
    stream.send(ConceptEvents.upsert("dog").partial().strength(0.5f).build());
    assertArrayEquals(new float[] {1, 2, 3, 4}, vector("dog"));
  }

  @Test
  void anEventThatTripsADefectIsSetAside() {
    byte[] value = stream.bytes(ConceptEvents.upsert("dog").text("defect").build());
    stream.send("dog".getBytes(UTF_8), value, 0);
    stream.send(ConceptEvents.upsert("next").text("the stream goes on").build());

    var letters = stream.letters();
    assertEquals(1, letters.size());
    assertArrayEquals("dog".getBytes(UTF_8), letters.getFirst().key());
    assertArrayEquals(value, letters.getFirst().value());
    assertEquals(
        "unexpected failure; the log says more",
        TopologyHarness.header(letters.getFirst(), DeadLetter.REASON));
    assertEquals("concept-events", TopologyHarness.header(letters.getFirst(), DeadLetter.TOPIC));
    assertNull(stream.store().get("dog"));
    assertNotNull(stream.store().get("next"));
  }

  @Test
  void anEmbedderThatFailsStopsTheStreamRatherThanLosingTheEvent() {
    assertThrows(
        StreamsException.class,
        () -> stream.send(ConceptEvents.upsert("dog").text("closed").build()));
    assertEquals(List.of(), stream.letters());
  }

  private float @Nullable [] vector(String id) {
    Concept concept = stream.store().get(id);
    assertNotNull(concept);
    return concept.vector();
  }
}
