package dev.sutra.app.wordnet;

import dev.sutra.app.wordnet.Synset.Pointer;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * WordNet as a stream of events, in the order of {@link WordNet#walk()}: each synset, then its
 * pointers from and to itself and the synsets before it. The events of the first synsets are
 * therefore a prefix of the whole stream, and no association precedes its concepts.
 *
 * <p>A concept has the synset's text and the attributes {@code label} (the first word), {@code pos}
 * and {@code lexname}; an association has the weight 1. No event has a timestamp or a vector.
 *
 * <p>Immutable and safe for use by several threads; events are made as they are asked for.
 */
public final class WordNetEvents {
  private final List<Synset> order;
  private final Map<String, Integer> ranks;

  /** The pointers to synset i are those from {@code incomingFrom[i]} to that of i + 1. */
  private final int[] incomingFrom;

  private final int[] incomingSources;
  private final String[] incomingTypes;

  /** The number of events of the first i synsets. */
  private final int[] eventsBefore;

  public WordNetEvents(WordNet wordNet) {
    order = wordNet.walk();
    ranks = HashMap.newHashMap(order.size());
    for (Synset synset : order) {
      ranks.put(synset.id(), ranks.size());
    }
    incomingFrom = new int[order.size() + 1];
    eventsBefore = new int[order.size() + 1];
    count();
    incomingSources = new int[incomingFrom[order.size()]];
    incomingTypes = new String[incomingSources.length];
    collectIncoming();
  }

  /** Counts, for each synset, its events and the pointers into it from synsets before it. */
  private void count() {
    for (int rank = 0; rank < order.size(); rank++) {
      eventsBefore[rank + 1]++;
      for (Pointer pointer : order.get(rank).pointers()) {
        int target = rank(pointer);
        eventsBefore[Math.max(rank, target) + 1]++;
        if (target > rank) {
          incomingFrom[target + 1]++;
        }
      }
    }
    Arrays.parallelPrefix(eventsBefore, Integer::sum);
    Arrays.parallelPrefix(incomingFrom, Integer::sum);
  }

  private void collectIncoming() {
    int[] next = incomingFrom.clone();
    for (int rank = 0; rank < order.size(); rank++) {
      for (Pointer pointer : order.get(rank).pointers()) {
        int target = rank(pointer);
        if (target > rank) {
          incomingSources[next[target]] = rank;
          incomingTypes[next[target]] = pointer.type();
          next[target]++;
        }
      }
    }
  }

  private int rank(Pointer pointer) {
    Integer rank = ranks.get(pointer.targetId());
    if (rank == null) {
      throw new IllegalStateException("the walk lacks " + pointer.targetId());
    }
    return rank;
  }

  /** Returns how many synsets there are. */
  public int synsetCount() {
    return order.size();
  }

  /**
   * Returns how many events {@link #events} gives.
   *
   * @param synsets 0 or more; values above the total mean all
   */
  public long count(int synsets) {
    return eventsBefore[limit(synsets)];
  }

  /**
   * Returns the events of the first synsets, made lazily and always in the same order.
   *
   * @param synsets 0 or more; values above the total mean all
   */
  public Stream<ConceptEvent> events(int synsets) {
    return IntStream.range(0, limit(synsets)).boxed().flatMap(this::eventsOf);
  }

  private int limit(int synsets) {
    if (synsets < 0) {
      throw new IllegalArgumentException("synsets is " + synsets + "; 0 or more are allowed");
    }
    return Math.min(synsets, order.size());
  }

  private Stream<ConceptEvent> eventsOf(int rank) {
    Synset synset = order.get(rank);
    Stream<ConceptEvent> outgoing =
        synset.pointers().stream()
            .filter(pointer -> rank(pointer) <= rank)
            .map(pointer -> association(synset.id(), pointer.type(), pointer.targetId()));
    Stream<ConceptEvent> incoming =
        IntStream.range(incomingFrom[rank], incomingFrom[rank + 1])
            .mapToObj(
                i ->
                    association(order.get(incomingSources[i]).id(), incomingTypes[i], synset.id()));
    return Stream.concat(Stream.of(upsert(synset)), Stream.concat(outgoing, incoming));
  }

  private static ConceptEvent upsert(Synset synset) {
    // In a fixed order, for the same bytes each time.
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("label", synset.label());
    attributes.put("pos", synset.partOfSpeech());
    attributes.put("lexname", synset.lexicographerFile());
    return event(
        new ConceptUpserted(synset.id(), false, synset.text(), null, attributes, null, null));
  }

  private static ConceptEvent association(String source, String type, String target) {
    return event(new AssociationUpserted(source, type, target, 1f, null));
  }

  private static ConceptEvent event(Object payload) {
    return new ConceptEvent(null, payload);
  }
}
