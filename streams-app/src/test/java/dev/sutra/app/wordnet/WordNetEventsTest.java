package dev.sutra.app.wordnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.wordnet.Synset.Pointer;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WordNetEventsTest {
  private WordNet wordNet;
  private WordNetEvents events;

  @BeforeAll
  void load() throws IOException {
    wordNet = WordNet.load();
    events = new WordNetEvents(wordNet);
  }

  @Test
  void theWholeStreamHoldsEachSynsetAndPointerOnceConceptsFirst() {
    Set<String> concepts = new HashSet<>();
    Set<String> associations = new HashSet<>();
    Iterator<ConceptEvent> all = events.events(Integer.MAX_VALUE).iterator();
    while (all.hasNext()) {
      Object payload = all.next().getPayload();
      if (payload instanceof ConceptUpserted upsert) {
        assertTrue(concepts.add(upsert.getId()), upsert.getId());
      } else {
        AssociationUpserted pointer = (AssociationUpserted) payload;
        assertTrue(concepts.contains(pointer.getSource()), pointer.getSource());
        assertTrue(concepts.contains(pointer.getTarget()), pointer.getTarget());
        assertTrue(
            associations.add(
                pointer.getSource() + " " + pointer.getType() + " " + pointer.getTarget()));
      }
    }
    assertEquals(117_791, concepts.size());
    assertEquals(365_119, associations.size());
    assertEquals(117_791 + 365_119, events.count(Integer.MAX_VALUE));
    assertEquals(117_791, events.synsetCount());
  }

  @Test
  void theEventsOfTheFirstSynsetsBeginTheWholeStream() {
    List<ConceptEvent> some = events.events(5_000).toList();

    for (int synsets : new int[] {0, 1, 2, 100, 3_000, 5_000}) {
      List<ConceptEvent> fewer = events.events(synsets).toList();
      assertEquals(events.count(synsets), fewer.size());
      assertEquals(some.subList(0, fewer.size()), fewer);
      assertEquals(
          synsets,
          fewer.stream().filter(event -> event.getPayload() instanceof ConceptUpserted).count());
    }
    assertEquals(some, new WordNetEvents(wordNet).events(5_000).toList());
  }

  @Test
  void theFirstSynsetsHaveAllPointersAmongThem() {
    Set<String> first =
        wordNet.walk().stream().limit(3_000).map(Synset::id).collect(Collectors.toSet());
    Set<String> expected = new HashSet<>();
    for (String id : first) {
      Synset synset = wordNet.find(id);
      assertNotNull(synset);
      for (Pointer pointer : synset.pointers()) {
        if (first.contains(pointer.targetId())) {
          expected.add(id + " " + pointer.type() + " " + pointer.targetId());
        }
      }
    }

    Set<String> actual =
        events
            .events(3_000)
            .filter(event -> event.getPayload() instanceof AssociationUpserted)
            .map(event -> (AssociationUpserted) event.getPayload())
            .map(edge -> edge.getSource() + " " + edge.getType() + " " + edge.getTarget())
            .collect(Collectors.toSet());
    assertEquals(expected, actual);
  }

  @Test
  void dogComesFirstThenCanineBothWays() {
    List<ConceptEvent> first = events.events(2).toList();

    ConceptUpserted dog = (ConceptUpserted) first.getFirst().getPayload();
    assertEquals("n02086723", dog.getId());
    assertTrue(dog.getText().startsWith("dog, domestic dog, Canis familiaris: a member"));
    assertEquals(
        Map.of("label", "dog", "pos", "noun", "lexname", "noun.animal"), dog.getAttributes());
    assertEquals("n02085998", ((ConceptUpserted) first.get(1).getPayload()).getId());
    assertEquals(
        new AssociationUpserted("n02085998", "hyponym", "n02086723", 1f, null),
        first.get(2).getPayload());
    assertEquals(
        new AssociationUpserted("n02086723", "hypernym", "n02085998", 1f, null),
        first.get(3).getPayload());
    assertEquals(4, first.size());
  }

  @Test
  void aNegativeLimitIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> events.events(-1));
    assertThrows(IllegalArgumentException.class, () -> events.count(-1));
  }
}
