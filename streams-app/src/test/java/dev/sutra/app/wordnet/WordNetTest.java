package dev.sutra.app.wordnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.wordnet.Synset.Pointer;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WordNetTest {
  private WordNet wordNet;

  @BeforeAll
  void load() throws IOException {
    wordNet = WordNet.load();
  }

  private Synset synset(String id) {
    Synset synset = wordNet.find(id);
    assertNotNull(synset, id);
    return synset;
  }

  private List<String> targets(String id, String type) {
    return synset(id).pointers().stream()
        .filter(pointer -> pointer.type().equals(type))
        .map(pointer -> synset(pointer.targetId()).label())
        .toList();
  }

  @Test
  void allOfWordNetIsRead() {
    List<Synset> synsets = wordNet.synsets();

    assertEquals(117_791, synsets.size());
    assertEquals(117_791, synsets.stream().map(Synset::id).distinct().count());
    assertEquals(365_119, synsets.stream().mapToInt(synset -> synset.pointers().size()).sum());
    assertEquals(
        365_119,
        synsets.stream().mapToLong(synset -> synset.pointers().stream().distinct().count()).sum());
    assertNull(wordNet.find("n00000000"));
  }

  @Test
  void dogHasItsTextAndNeighbours() {
    Synset dog = synset(WordNet.DOG);

    assertEquals(List.of("dog", "domestic dog", "Canis familiaris"), dog.words());
    assertTrue(dog.text().startsWith("dog, domestic dog, Canis familiaris: a member of the genus"));
    assertTrue(dog.text().endsWith("\"the dog barked all night\""));
    assertEquals("noun", dog.partOfSpeech());
    assertEquals("noun.animal", dog.lexicographerFile());
    assertEquals(List.of("canine", "domestic animal"), targets(WordNet.DOG, "hypernym"));
    assertTrue(targets(WordNet.DOG, "hyponym").contains("puppy"));
    assertEquals(List.of("flag"), targets(WordNet.DOG, "part_meronym"));
  }

  @Test
  void satellitesAreFoundUnderTheirPointersIds() {
    Synset cut = synset("a00004614");

    assertEquals("adjective", cut.partOfSpeech());
    assertEquals(List.of(new Pointer("similar_to", "a00004412")), cut.pointers());
    assertTrue(synset("a00004412").pointers().contains(new Pointer("similar_to", "a00004614")));
  }

  @Test
  void thePlaceOfAnAdjectiveIsNotPartOfTheWord() {
    assertEquals(List.of("abounding", "galore"), synset("a00014377").words());
    assertEquals(List.of("handy", "ready to hand"), synset("a00019769").words());
  }

  @Test
  void pointersHaveReadableTypes() {
    Set<String> types = new HashSet<>();
    wordNet.synsets().forEach(s -> s.pointers().forEach(pointer -> types.add(pointer.type())));

    assertEquals(
        Set.of(
            "also_see",
            "antonym",
            "attribute",
            "cause",
            "derivationally_related",
            "derived_from_adjective",
            "domain_region",
            "domain_topic",
            "domain_usage",
            "entailment",
            "hypernym",
            "hyponym",
            "instance_hypernym",
            "instance_hyponym",
            "member_holonym",
            "member_meronym",
            "member_of_domain_region",
            "member_of_domain_topic",
            "member_of_domain_usage",
            "part_holonym",
            "part_meronym",
            "participle_of",
            "pertainym",
            "similar_to",
            "substance_holonym",
            "substance_meronym",
            "verb_group"),
        types);
  }

  @Test
  void theWalkMeetsEachSynsetOnceFromDogOnwards() {
    List<Synset> walk = wordNet.walk();

    assertEquals(117_791, walk.size());
    assertEquals(Set.copyOf(wordNet.synsets()), Set.copyOf(walk));
    assertEquals(
        List.of("dog", "canine", "domestic animal"),
        walk.stream().limit(3).map(Synset::label).toList());
    assertEquals(walk, wordNet.walk());
  }

  @Test
  void theFirstSynsetsOfTheWalkHangTogether() {
    Set<String> reached = new HashSet<>(Set.of(WordNet.DOG));
    List<Synset> walk = wordNet.walk();

    for (int i = 0; i < 111_891; i++) {
      Synset synset = walk.get(i);
      assertTrue(reached.contains(synset.id()), synset.id() + " stands alone");
      synset.pointers().forEach(pointer -> reached.add(pointer.targetId()));
    }
    assertEquals(111_891, reached.size());
  }
}
