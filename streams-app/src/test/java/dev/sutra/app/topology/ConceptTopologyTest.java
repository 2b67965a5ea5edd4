package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.schemas.ConceptEvents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What events make of concepts and associations. */
class ConceptTopologyTest {
  @TempDir Path directory;
  private TopologyHarness stream;

  @BeforeEach
  void open() {
    stream = new TopologyHarness(directory, null);
  }

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void upsertSetsAConcept() {
    stream.sendAt(
        7,
        ConceptEvents.upsert("dog")
            .text("a dog")
            .vector(1, 2, 3, 4)
            .attribute("legs", 4)
            .strength(0.5f)
            .confidence(0.25f)
            .build());

    Concept dog = concept("dog");
    assertEquals("a dog", dog.text());
    assertArrayEquals(new float[] {1, 2, 3, 4}, dog.vector());
    assertEquals(Map.of("legs", 4L), dog.attributes());
    assertEquals(0.5f, dog.strength());
    assertEquals(0.25f, dog.confidence());
    assertEquals(7, dog.createdAt());
    assertEquals(7, dog.updatedAt());
    assertEquals(1, stream.applied());
  }

  @Test
  void theEventsOwnTimeGoesBeforeThatOfTheRecord() {
    stream.sendAt(7, ConceptEvents.upsert("dog").timestamp(Instant.ofEpochMilli(3)).build());
    assertEquals(3, concept("dog").updatedAt());
  }

  @Test
  void aWholeUpsertClearsWhatItLacksAndKeepsTheTimeOfCreation() {
    stream.sendAt(
        1,
        ConceptEvents.upsert("dog")
            .text("a dog")
            .vector(1, 0, 0, 0)
            .attribute("legs", 4)
            .strength(0.5f)
            .build());
    stream.sendAt(2, ConceptEvents.upsert("dog").text("another").build());

    Concept dog = concept("dog");
    assertEquals("another", dog.text());
    assertNull(dog.vector());
    assertEquals(Map.of(), dog.attributes());
    assertEquals(1, dog.strength());
    assertEquals(1, dog.createdAt());
    assertEquals(2, dog.updatedAt());
  }

  @Test
  void aPartialUpsertKeepsWhatItLacks() {
    stream.sendAt(
        1,
        ConceptEvents.upsert("dog")
            .text("a dog")
            .vector(1, 0, 0, 0)
            .attribute("legs", 4)
            .strength(0.5f)
            .confidence(0.25f)
            .build());
    stream.sendAt(2, ConceptEvents.upsert("dog").partial().strength(0.75f).build());

    Concept dog = concept("dog");
    assertEquals("a dog", dog.text());
    assertArrayEquals(new float[] {1, 0, 0, 0}, dog.vector());
    assertEquals(Map.of("legs", 4L), dog.attributes());
    assertEquals(0.75f, dog.strength());
    assertEquals(0.25f, dog.confidence());
    assertEquals(2, dog.updatedAt());
  }

  @Test
  void aPartialUpsertOfAnUnknownConceptMakesIt() {
    stream.sendAt(5, ConceptEvents.upsert("dog").partial().text("a dog").build());
    assertEquals("a dog", concept("dog").text());
    assertEquals(5, concept("dog").createdAt());
  }

  @Test
  void anAssociationIsSeenFromBothEnds() {
    stream.sendAt(4, ConceptEvents.associate("dog", "IS", "animal", 0.5f, 0.25f, null));

    assertEquals(List.of("OUT IS animal"), stream.neighbors("dog"));
    assertEquals(List.of("IN IS dog"), stream.neighbors("animal"));
    Association association = new Association("dog", "IS", "animal", 0.5f, 0.25f, 4, 4);
    assertEquals(List.of(new HalfEdge(association, Direction.IN, false, 4)), stream.mirrors());
    assertEquals(1, stream.store().stats().associations());
  }

  @Test
  void aSecondAssociationReplacesTheFirst() {
    stream.send(ConceptEvents.associate("dog", "IS", "animal", 0.5f, null, null));
    stream.send(ConceptEvents.associate("dog", "IS", "animal", 0.75f, null, null));
    assertEquals(List.of("OUT IS animal"), stream.neighbors("dog"));
    assertEquals(1, stream.store().stats().associations());
  }

  @Test
  void dissociateRemovesBothHalves() {
    stream.sendAt(1, ConceptEvents.associate("dog", "IS", "animal", null, null, null));
    stream.sendAt(1, ConceptEvents.associate("dog", "HAS", "tail", null, null, null));
    stream.sendAt(2, ConceptEvents.dissociate("dog", "IS", "animal", null));
    assertEquals(List.of("OUT HAS tail"), stream.neighbors("dog"));
    assertEquals(List.of(), stream.neighbors("animal"));
  }

  @Test
  void deleteRemovesTheConceptAndBothHalvesOfItsAssociations() {
    stream.send(ConceptEvents.upsert("dog").text("a dog").vector(1, 0, 0, 0).build());
    stream.send(ConceptEvents.associate("dog", "IS", "animal", null, null, null));
    stream.send(ConceptEvents.associate("puppy", "IS", "dog", null, null, null));
    stream.send(ConceptEvents.associate("puppy", "IS", "animal", null, null, null));

    stream.sendAt(1, ConceptEvents.delete("dog", null));

    assertNull(stream.store().get("dog"));
    assertEquals(List.of(), stream.neighbors("dog"));
    assertEquals(List.of("IN IS puppy"), stream.neighbors("animal"));
    assertEquals(List.of("OUT IS animal"), stream.neighbors("puppy"));
    assertEquals(1, stream.store().stats().associations());
    assertEquals(0, stream.store().stats().vectors());
  }

  @Test
  void aNullValueDeletes() {
    stream.send(ConceptEvents.upsert("dog").text("a dog").build());
    stream.send(ConceptEvents.associate("dog", "IS", "animal", null, null, null));
    stream.send("dog".getBytes(UTF_8), null, 1);
    assertNull(stream.store().get("dog"));
    assertEquals(List.of(), stream.neighbors("animal"));
    assertEquals(3, stream.applied());
  }

  @Test
  void aConceptMayBeAssociatedWithItself() {
    stream.send(ConceptEvents.associate("dog", "LIKES", "dog", null, null, null));
    assertEquals(List.of("OUT LIKES dog", "IN LIKES dog"), stream.neighbors("dog"));
    assertEquals(1, stream.store().stats().associations());

    stream.sendAt(1, ConceptEvents.dissociate("dog", "LIKES", "dog", null));
    assertEquals(List.of(), stream.neighbors("dog"));

    stream.sendAt(2, ConceptEvents.associate("dog", "LIKES", "dog", null, null, null));
    stream.sendAt(3, ConceptEvents.delete("dog", null));
    assertEquals(List.of(), stream.neighbors("dog"));
    assertEquals(0, stream.store().stats().associations());
  }

  @Test
  void deletingWhatIsNotThereChangesNothing() {
    stream.send(ConceptEvents.delete("nobody", null));
    stream.send(ConceptEvents.dissociate("nobody", "IS", "anything", null));
    assertEquals(2, stream.applied());
    assertEquals(0, stream.store().stats().concepts());
    assertEquals(List.of(), stream.letters());
  }

  @Test
  void aRemovalCountsByItsPlaceInTheLogAndNotByItsTime() {
    stream.sendAt(20, ConceptEvents.associate("dog", "IS", "animal", null, null, null));
    stream.sendAt(10, ConceptEvents.dissociate("dog", "IS", "animal", null));
    assertEquals(List.of(), stream.neighbors("dog"));
    assertEquals(List.of(), stream.neighbors("animal"));

    stream.sendAt(30, ConceptEvents.associate("dog", "IS", "animal", null, null, null));
    stream.sendAt(10, ConceptEvents.delete("dog", null));
    assertEquals(List.of(), stream.neighbors("animal"));

    stream.sendAt(40, ConceptEvents.associate("dog", "IS", "animal", null, null, null));
    stream.sendAt(10, ConceptEvents.delete("animal", null));
    assertEquals(List.of(), stream.neighbors("dog"));
  }

  @Test
  void aTargetsRequestDoesNotRemoveAnAssociationThatWasSetAnew() {
    stream.sendAt(20, ConceptEvents.associate("dog", "IS", "animal", null, null, null));
    stream.mirrors();
    Association older = Association.of("dog", "IS", "animal", 1, 10);
    stream.sendMirror(new HalfEdge(older, Direction.OUT, true, 30));
    assertEquals(List.of("OUT IS animal"), stream.neighbors("dog"));
    assertEquals(List.of("IN IS dog"), stream.neighbors("animal"));
    Association kept = Association.of("dog", "IS", "animal", 1, 20);
    assertEquals(List.of(new HalfEdge(kept, Direction.IN, false, 30)), stream.mirrors());

    stream.sendMirror(new HalfEdge(kept, Direction.OUT, true, 30));
    assertEquals(List.of(), stream.neighbors("dog"));
    assertEquals(List.of(), stream.neighbors("animal"));
    assertEquals(List.of(new HalfEdge(kept, Direction.IN, true, 30)), stream.mirrors());
  }

  @Test
  void bothHalvesKeepTheTimeOfCreation() {
    stream.sendAt(4, ConceptEvents.associate("dog", "IS", "animal", null, null, null));
    stream.sendAt(9, ConceptEvents.associate("dog", "IS", "animal", null, null, null));
    Association expected = new Association("dog", "IS", "animal", 1, 1, 4, 9);
    assertEquals(expected, stream.store().association("dog", "IS", "animal", Direction.OUT));
    assertEquals(expected, stream.store().association("dog", "IS", "animal", Direction.IN));
  }

  @Test
  void aHalfEdgeThatIsNoneGoesToTheDeadLetters() {
    stream.sendMirror("animal".getBytes(UTF_8), new byte[] {1, 2, 3});
    stream.sendMirror("animal".getBytes(UTF_8), null);
    Association association = Association.of("dog", "IS", "animal", 1, 0);
    stream.sendMirror(new HalfEdge(association, Direction.IN, false, 0));

    var letters = stream.letters();
    assertEquals(2, letters.size());
    assertArrayEquals(new byte[] {1, 2, 3}, letters.getFirst().value());
    assertEquals(
        "a half-edge of 3 bytes", TopologyHarness.header(letters.getFirst(), DeadLetter.REASON));
    assertEquals("concept-mirrors", TopologyHarness.header(letters.getFirst(), DeadLetter.TOPIC));
    assertEquals(List.of("IN IS dog"), stream.neighbors("animal"));
  }

  private Concept concept(String id) {
    Concept concept = stream.store().get(id);
    assertNotNull(concept);
    return concept;
  }
}
