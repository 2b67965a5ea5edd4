package dev.sutra.standing;

import dev.sutra.record.Concept;
import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.vector.Similarity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Vector queries in blocks of slots. An event is compared with the codes of all queries, block of
 * components by block, until a query's bound says that its score cannot be reached; what remains is
 * compared exactly.
 */
final class VectorQueries {
  private final int dimension;
  private final Similarity similarity;
  private volatile VectorSlots[] blocks = {};
  // Writer thread only.
  private final Map<Entry, Integer> slots = new HashMap<>();
  private int[] free = new int[VectorSlots.COUNT];
  private int freeCount;

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
      addBlock();
    }
    int slot = free[--freeCount];
    slots.put(entry, slot);
    VectorSlots[] table = blocks;
    table[slot / VectorSlots.COUNT].set(
        slot % VectorSlots.COUNT, entry, new ScaledVector(query.vector(), similarity), query);
    // A reader of the table sees the slot.
    blocks = table;
  }

  void remove(Entry entry) {
    Integer slot = slots.remove(entry);
    if (slot != null) {
      blocks[slot / VectorSlots.COUNT].clear(slot % VectorSlots.COUNT);
      if (freeCount == free.length) {
        free = Arrays.copyOf(free, 2 * freeCount);
      }
      free[freeCount++] = slot;
    }
  }

  void match(Concept concept, float[] vector, Matches matches) {
    VectorSlots[] table = blocks;
    if (table.length == 0) {
      return;
    }
    checkDimension(vector);
    EventVector event = new EventVector(vector, similarity);
    for (VectorSlots block : table) {
      block.match(event, entry -> compare(entry, concept, vector, matches));
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

  private void addBlock() {
    int number = blocks.length;
    VectorSlots[] more = Arrays.copyOf(blocks, number + 1);
    more[number] = new VectorSlots(dimension, similarity);
    blocks = more;
    for (int i = VectorSlots.COUNT - 1; i >= 0; i--) {
      free[freeCount++] = number * VectorSlots.COUNT + i;
    }
  }
}
