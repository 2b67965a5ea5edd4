package dev.sutra.lsm;

import dev.sutra.memtable.Memtable;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Liveness;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowFormatException;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCursor;
import dev.sutra.text.TextIndex;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows of a transaction, and applies them to the memtable: finds the version of a
 * concept that each one ends, so that no index answers with it any more, and keeps the totals.
 *
 * <p>For one thread at a time.
 */
final class RowApplier {
  /** What a row replaces. */
  private record Replaced(
      boolean exists, @Nullable Liveness liveness, int document, int tokens, boolean hasVector) {
    static final Replaced NOTHING = new Replaced(false, null, -1, 0, false);
  }

  private final TreeOptions options;

  RowApplier(TreeOptions options) {
    this.options = options;
  }

  /**
   * Decodes the concepts of a batch, at the places of their rows.
   *
   * @throws RowFormatException if a row is not valid in a store
   * @throws IllegalArgumentException if a vector does not fit this one
   */
  @Nullable Concept[] check(RowBatch rows) {
    @Nullable Concept[] concepts = new Concept[rows.size()];
    for (int i = 0; i < concepts.length; i++) {
      byte[] key = key(rows, i);
      switch (key[0]) {
        case RowKeys.CONCEPT -> {
          String id = RowKeys.checkedConceptId(key);
          if (!rows.isDelete(i)) {
            concepts[i] = checkConcept(ConceptRow.decode(id, value(rows, i)));
          }
        }
        case RowKeys.EDGE_OUT, RowKeys.EDGE_IN -> {
          if (!rows.isDelete(i)) {
            AssociationRow.decode(key, value(rows, i));
          }
        }
        default -> throw new RowFormatException("a key of unknown keyspace " + key[0]);
      }
    }
    return concepts;
  }

  /**
   * Applies checked rows to the state's active memtable.
   *
   * @return the totals after them
   */
  Counters apply(
      RowBatch rows,
      @Nullable Concept[] concepts,
      long sequence,
      ReadState state,
      Counters before) {
    Counters counters = before;
    for (int i = 0; i < concepts.length; i++) {
      byte keyspace = rows.buffer()[rows.keyOffset(i)];
      if (keyspace == RowKeys.CONCEPT) {
        counters = applyConcept(rows, i, concepts[i], sequence, state, counters);
      } else {
        if (keyspace == RowKeys.EDGE_OUT) {
          int existed = find(key(rows, i), state).exists ? 1 : 0;
          counters = counters.plus(0, (rows.isDelete(i) ? 0 : 1) - existed, 0, 0, 0);
        }
        add(rows, i, sequence, state.active());
      }
    }
    return counters;
  }

  private Counters applyConcept(
      RowBatch rows,
      int row,
      @Nullable Concept concept,
      long sequence,
      ReadState state,
      Counters before) {
    Replaced replaced = find(key(rows, row), state);
    Counters counters = before;
    if (replaced.exists) {
      if (replaced.liveness == null) {
        throw new IllegalStateException("a concept without a document");
      }
      replaced.liveness.kill(replaced.document, sequence);
      counters =
          counters.plus(
              -1, 0, replaced.hasVector ? -1 : 0, replaced.tokens > 0 ? -1 : 0, -replaced.tokens);
    }
    if (concept == null) {
      add(rows, row, sequence, state.active());
      return counters;
    }
    int tokens =
        state
            .active()
            .addConcept(
                sequence,
                rows.buffer(),
                rows.keyOffset(row),
                rows.keyLength(row),
                rows.buffer(),
                rows.valueOffset(row),
                rows.valueLength(row),
                concept);
    return counters.plus(1, 0, concept.vector() == null ? 0 : 1, tokens > 0 ? 1 : 0, tokens);
  }

  private static void add(RowBatch rows, int row, long sequence, Memtable memtable) {
    memtable.add(
        sequence,
        rows.buffer(),
        rows.keyOffset(row),
        rows.keyLength(row),
        rows.buffer(),
        rows.valueOffset(row),
        rows.valueLength(row));
  }

  private static Replaced find(byte[] key, ReadState state) {
    Replaced found = findIn(state.active(), key);
    for (int i = 0; found == null && i < state.sealed().size(); i++) {
      found = findIn(state.sealed().get(i).memtable(), key);
    }
    if (found != null) {
      return found;
    }
    long hash = Segment.hash(key, key.length);
    for (SegmentHandle handle : state.version().segments()) {
      if (handle.segment().mightContain(hash)) {
        found = findIn(handle, key);
        if (found != null) {
          return found;
        }
      }
    }
    return Replaced.NOTHING;
  }

  private static @Nullable Replaced findIn(Memtable memtable, byte[] key) {
    Memtable.Found found = memtable.findNewest(key, 0, key.length);
    if (found == null) {
      return null;
    }
    return found.tombstone()
        ? Replaced.NOTHING
        : new Replaced(
            true, memtable.liveness(), found.document(), found.tokens(), found.hasVector());
  }

  private static @Nullable Replaced findIn(SegmentHandle handle, byte[] key) {
    SegmentCursor cursor = handle.segment().cursor();
    if (!cursor.find(key, key.length)) {
      return null;
    }
    if (cursor.isTombstone()) {
      return Replaced.NOTHING;
    }
    if (key[0] != RowKeys.CONCEPT) {
      return new Replaced(true, null, -1, 0, false);
    }
    TextIndex texts = handle.segment().texts();
    int tokens = texts == null ? 0 : texts.lengthOf(cursor.ordinal());
    return new Replaced(
        true, handle.liveness(), cursor.ordinal(), tokens, cursor.vectorOrdinal() >= 0);
  }

  private Concept checkConcept(Concept concept) {
    float[] vector = concept.vector();
    if (vector != null) {
      if (vector.length != options.dimension()) {
        throw new IllegalArgumentException(
            "vector has "
                + vector.length
                + " components; this store's dimension is "
                + options.dimension());
      }
      options.similarity().validate(vector);
    }
    return concept;
  }

  private static byte[] key(RowBatch rows, int row) {
    int start = rows.keyOffset(row);
    return Arrays.copyOfRange(rows.buffer(), start, start + rows.keyLength(row));
  }

  private static byte[] value(RowBatch rows, int row) {
    int start = rows.valueOffset(row);
    return Arrays.copyOfRange(rows.buffer(), start, start + rows.valueLength(row));
  }
}
