package dev.sutra.lsm.write;

import dev.sutra.lsm.core.Counters;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.version.ReadState;
import dev.sutra.lsm.version.SealedMemtable;
import dev.sutra.lsm.version.SegmentHandle;
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
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows of a transaction and applies them to the memtable. It marks the version of a
 * concept that a row replaces as dead, so that no index returns it any more, and updates the
 * totals.
 *
 * <p>Not thread-safe.
 */
public final class RowApplier {
  /** The row that another row replaces. */
  private record Replaced(
      boolean exists, @Nullable Liveness liveness, int document, boolean hasVector) {
    static final Replaced NOTHING = new Replaced(false, null, -1, false);
  }

  private static final @Nullable Concept[] NO_CONCEPTS = {};

  private final TreeOptions options;
  private byte[] keyBytes = new byte[256];

  public RowApplier(TreeOptions options) {
    this.options = options;
  }

  /**
   * Checks the rows of a batch and decodes its concepts. The result has the index of the rows; it
   * is empty if there are no concepts.
   *
   * @throws RowFormatException if a row is not valid
   * @throws IllegalArgumentException if a vector does not fit the options of the store
   */
  public @Nullable Concept[] check(RowBatch rows) {
    @Nullable Concept[] concepts = NO_CONCEPTS;
    byte[] bytes = rows.buffer();
    for (int i = 0; i < rows.size(); i++) {
      int keyOffset = rows.keyOffset(i);
      switch (bytes[keyOffset]) {
        case RowKeys.CONCEPT -> {
          if (concepts.length == 0) {
            concepts = new Concept[rows.size()];
          }
          concepts[i] = concept(rows, i);
        }
        case RowKeys.EDGE_OUT, RowKeys.EDGE_IN -> {
          if (!rows.isDelete(i)) {
            AssociationRow.check(
                bytes, keyOffset, rows.keyLength(i), rows.valueOffset(i), rows.valueLength(i));
          }
        }
        default -> throw new RowFormatException("a key of unknown keyspace " + bytes[keyOffset]);
      }
    }
    return concepts;
  }

  /**
   * Applies checked rows to the state's active memtable.
   *
   * @return the new totals
   */
  public Counters apply(
      RowBatch rows,
      @Nullable Concept[] concepts,
      long sequence,
      ReadState state,
      Counters before) {
    Counters counters = before;
    for (int i = 0; i < rows.size(); i++) {
      byte keyspace = rows.buffer()[rows.keyOffset(i)];
      if (keyspace == RowKeys.CONCEPT) {
        counters = applyConcept(rows, i, concepts[i], sequence, state, counters);
        continue;
      }
      int older = add(rows, i, sequence, state.active());
      if (keyspace == RowKeys.EDGE_OUT) {
        boolean existed =
            older == 0 ? findOlder(rows, i, state).exists : !state.active().isTombstone(older);
        counters = counters.plus(0, (rows.isDelete(i) ? 0 : 1) - (existed ? 1 : 0), 0);
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
    Memtable active = state.active();
    int older =
        concept == null
            ? add(rows, row, sequence, active)
            : active.addConcept(
                sequence,
                rows.buffer(),
                rows.keyOffset(row),
                rows.keyLength(row),
                rows.buffer(),
                rows.valueOffset(row),
                rows.valueLength(row),
                concept.vector());
    Replaced replaced = older == 0 ? findOlder(rows, row, state) : replaced(active, older);
    Counters counters = before;
    if (replaced.exists) {
      if (replaced.liveness == null) {
        throw new IllegalStateException("a concept without a document");
      }
      replaced.liveness.kill(replaced.document, sequence);
      counters = counters.plus(-1, 0, replaced.hasVector ? -1 : 0);
    }
    return concept == null ? counters : counters.plus(1, 0, concept.vector() == null ? 0 : 1);
  }

  /** Adds a row; returns the version that was the newest in the memtable before, 0 if none. */
  private static int add(RowBatch rows, int row, long sequence, Memtable memtable) {
    return memtable.add(
        sequence,
        rows.buffer(),
        rows.keyOffset(row),
        rows.keyLength(row),
        rows.buffer(),
        rows.valueOffset(row),
        rows.valueLength(row));
  }

  /** Finds a row in sealed memtables and segments. */
  private Replaced findOlder(RowBatch rows, int row, ReadState state) {
    for (SealedMemtable sealed : state.sealed()) {
      Replaced found = findIn(sealed.memtable(), rows, row);
      if (found != null) {
        return found;
      }
    }
    List<SegmentHandle> segments = state.version().segments();
    if (segments.isEmpty()) {
      return Replaced.NOTHING;
    }
    int keyLength = rows.keyLength(row);
    if (keyBytes.length < keyLength) {
      keyBytes = new byte[2 * keyLength];
    }
    System.arraycopy(rows.buffer(), rows.keyOffset(row), keyBytes, 0, keyLength);
    long hash = Segment.hash(keyBytes, keyLength);
    for (SegmentHandle handle : segments) {
      if (handle.segment().mightContain(hash)) {
        Replaced found = findIn(handle, keyBytes, keyLength);
        if (found != null) {
          return found;
        }
      }
    }
    return Replaced.NOTHING;
  }

  private static @Nullable Replaced findIn(Memtable memtable, RowBatch rows, int row) {
    int version = memtable.findNewest(rows.buffer(), rows.keyOffset(row), rows.keyLength(row));
    return version == 0 ? null : replaced(memtable, version);
  }

  private static Replaced replaced(Memtable memtable, int version) {
    if (memtable.isTombstone(version)) {
      return Replaced.NOTHING;
    }
    int document = memtable.documentOf(version);
    boolean hasVector = document >= 0 && memtable.hasVector(document);
    return new Replaced(true, memtable.liveness(), document, hasVector);
  }

  private static @Nullable Replaced findIn(SegmentHandle handle, byte[] key, int keyLength) {
    SegmentCursor cursor = handle.segment().cursor();
    if (!cursor.find(key, keyLength)) {
      return null;
    }
    if (cursor.isTombstone()) {
      return Replaced.NOTHING;
    }
    if (key[0] != RowKeys.CONCEPT) {
      return new Replaced(true, null, -1, false);
    }
    return new Replaced(true, handle.liveness(), cursor.ordinal(), cursor.vectorOrdinal() >= 0);
  }

  /** The concept of a row, decoded where its writer did not know it; null for a delete. */
  private @Nullable Concept concept(RowBatch rows, int row) {
    Concept known = rows.concept(row);
    if (known != null) {
      return checkConcept(known);
    }
    String id = RowKeys.checkedConceptId(key(rows, row));
    return rows.isDelete(row) ? null : checkConcept(ConceptRow.decode(id, value(rows, row)));
  }

  private Concept checkConcept(Concept concept) {
    float[] vector = concept.vector();
    if (vector != null) {
      options.checkVector(vector);
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
