package dev.sutra.standing;

import dev.sutra.record.Concept;
import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.vector.Similarity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Vector queries in groups of slots. An event is compared with the projections of all queries on a
 * few directions, group by group; what these do not exclude, with the codes of all components,
 * query by query; and what remains, exactly.
 *
 * <p>The directions are learned when there are {@value #LEARN_MIN} queries, and again each time
 * that their number has grown fourfold. Before, and for short vectors, there are none.
 */
final class VectorQueries {
  private static final int LEARN_MIN = 1_024;
  private static final int GROWTH = 4;

  /**
   * What readers see at once.
   *
   * @param heads the projections of the groups; empty without directions
   */
  private record Table(
      List<VectorSlots> groups, List<HeadCodes> heads, @Nullable Directions directions) {}

  private final int dimension;
  private final Similarity similarity;
  private volatile Table table = new Table(List.of(), List.of(), null);
  // Writer thread only.
  private final Map<Entry, Integer> slots = new HashMap<>();
  private int[] free = new int[VectorSlots.COUNT];
  private int freeCount;
  private int learnAt = LEARN_MIN;

  VectorQueries(int dimension, Similarity similarity) {
    this.dimension = dimension;
    this.similarity = similarity;
  }

  /**
   * Checks that a query can be added.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  void check(Near query) {
    checkDimension(query.vector());
    similarity.validate(query.vector());
    float greatest = similarity == Similarity.DOT_PRODUCT ? Float.MAX_VALUE : 1;
    if (query.minScore() > greatest) {
      throw new IllegalArgumentException(
          "min_score is " + query.minScore() + "; no score is above " + greatest);
    }
  }

  void add(Entry entry, Near query) {
    if (freeCount == 0) {
      addGroup();
    }
    int slot = free[--freeCount];
    slots.put(entry, slot);
    Table now = table;
    ScaledVector vector = ScaledVector.of(query.vector(), similarity);
    if (now.directions() != null) {
      setHead(now.heads().get(slot / VectorSlots.COUNT), slot, now.directions(), query);
    }
    now.groups()
        .get(slot / VectorSlots.COUNT)
        .set(slot % VectorSlots.COUNT, entry, vector, minimum(vector, query));
    // A reader of the table sees the slot.
    table = now;
    if (slots.size() >= learnAt && dimension >= Directions.DIMENSION_MIN) {
      learn();
    }
  }

  void remove(Entry entry) {
    Integer slot = slots.remove(entry);
    if (slot != null) {
      int group = slot / VectorSlots.COUNT;
      table.groups().get(group).clear(slot % VectorSlots.COUNT);
      if (table.directions() != null) {
        table.heads().get(group).clear(slot % VectorSlots.COUNT);
      }
      if (freeCount == free.length) {
        free = Arrays.copyOf(free, 2 * freeCount);
      }
      free[freeCount++] = slot;
    }
  }

  void match(Concept concept, float[] vector, Matches matches) {
    Table now = table;
    if (now.groups().isEmpty()) {
      return;
    }
    checkDimension(vector);
    EventVector event = new EventVector(vector, similarity);
    EventHead head =
        now.directions() == null
            ? null
            : new EventHead(now.directions().project(vector, similarity), similarity);
    Consumer<Entry> compare = entry -> compare(entry, concept, vector, matches);
    for (int i = 0; i < now.groups().size(); i++) {
      long candidates = head == null ? -1L : now.heads().get(i).candidates(head);
      now.groups().get(i).match(event, candidates, compare);
    }
  }

  private void checkDimension(float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "vector has " + vector.length + " components; " + dimension + " are needed");
    }
  }

  private void compare(Entry entry, Concept concept, float[] vector, Matches matches) {
    if (entry.query().condition() instanceof Near near) {
      float score = similarity.score(near.vector(), vector);
      if (score >= near.minScore() && entry.query().filter().matches(concept)) {
        matches.add(entry, score);
      }
    }
  }

  private Minimum minimum(ScaledVector codes, Near query) {
    return Minimum.of(codes, query.minScore(), similarity, dimension);
  }

  private void setHead(HeadCodes head, int slot, Directions directions, Near query) {
    ScaledVector projected = directions.project(query.vector(), similarity);
    head.set(slot % VectorSlots.COUNT, projected, minimum(projected, query));
  }

  private void addGroup() {
    Table now = table;
    List<VectorSlots> groups = new ArrayList<>(now.groups());
    groups.add(new VectorSlots(dimension));
    List<HeadCodes> heads = new ArrayList<>(now.heads());
    if (now.directions() != null) {
      heads.add(new HeadCodes());
    }
    table = new Table(List.copyOf(groups), List.copyOf(heads), now.directions());
    for (int i = VectorSlots.COUNT - 1; i >= 0; i--) {
      free[freeCount++] = (groups.size() - 1) * VectorSlots.COUNT + i;
    }
  }

  /** Learns directions from the queries, and projects all of them. Readers go on as before. */
  private void learn() {
    learnAt = GROWTH * slots.size();
    List<Entry> entries = new ArrayList<>(slots.keySet());
    // Any sample will do; the same one makes runs comparable.
    Collections.shuffle(entries, new Random(slots.size()));
    List<float[]> sample = new ArrayList<>();
    for (Entry entry : entries.subList(0, Math.min(Directions.SAMPLE, entries.size()))) {
      sample.add(near(entry).vector());
    }
    Directions directions = Directions.learn(sample);
    Table now = table;
    List<HeadCodes> heads = new ArrayList<>();
    for (int i = 0; i < now.groups().size(); i++) {
      heads.add(new HeadCodes());
    }
    slots.forEach(
        (entry, slot) ->
            setHead(heads.get(slot / VectorSlots.COUNT), slot, directions, near(entry)));
    table = new Table(now.groups(), List.copyOf(heads), directions);
  }

  private static Near near(Entry entry) {
    if (entry.query().condition() instanceof Near near) {
      return near;
    }
    throw new IllegalStateException("query " + entry.id() + " has no vector");
  }
}
