package dev.sutra.engine;

import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.lsm.TreeTransaction;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Limits;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several writes that take effect together or not at all.
 *
 * <p>Isolation is that of a snapshot: {@link #concept}, {@link #neighbors}, {@link #row} and {@link
 * #rows} see the store as of the begin and the transaction's own writes over it, and nobody else
 * sees these before {@link #commit}. Of two that write the same row, or one of which deletes a
 * concept that the other gives an association, the first one to commit wins; so does every write
 * outside of transactions. The other gets a {@link TransactionConflictException}. What a
 * transaction only reads is not watched: two that each read what the other writes may both commit
 * (write skew).
 *
 * <p>Text, vectors and times are looked for with {@link #snapshot()}, as of the begin.
 *
 * <p>Its writes are kept in memory until the commit, at most {@value RowBatch#BYTES_MAX} bytes; and
 * it holds files open, as a snapshot does. Not thread-safe.
 */
public final class Transaction implements AutoCloseable {
  private final TreeTransaction tree;
  private final EngineSnapshot snapshot;
  private final TransactionRows written = new TransactionRows();
  private final List<String> emptied = new ArrayList<>();
  private boolean over;

  Transaction(TreeTransaction tree, EngineSnapshot snapshot) {
    this.tree = tree;
    this.snapshot = snapshot;
  }

  /**
   * Sets a concept, replacing the one of the same id.
   *
   * @throws IllegalArgumentException if its vector does not fit the store's dimension or
   *     similarity, its id holds a control character, or the transaction becomes too large; it goes
   *     on without this write
   */
  public void put(Concept concept) {
    concept.checkWritable();
    checkOpen();
    float[] vector = concept.vector();
    if (vector != null) {
      snapshot.checkVector(vector);
    }
    written.set(RowKeys.concept(concept.id()), ConceptRow.encode(concept, null));
  }

  /** Removes a concept and its associations in both directions. */
  public void delete(String id) {
    Limits.checkId("id", id);
    checkOpen();
    emptied.add(id);
    apply(ConceptRemoval.rows(id, this::rows));
  }

  /** Sets an association, both halves. */
  public void associate(Association association) {
    association.checkWritable();
    checkOpen();
    byte[] value = AssociationRow.encode(association, null);
    String source = association.source();
    String target = association.target();
    written.set(RowKeys.edgeOut(source, association.type(), target), value);
    written.set(RowKeys.edgeIn(target, association.type(), source), value);
  }

  /** Removes an association, both halves. */
  public void dissociate(String source, String type, String target) {
    Limits.checkId("source", source);
    Limits.checkType(type);
    Limits.checkId("target", target);
    checkOpen();
    written.set(RowKeys.edgeOut(source, type, target), null);
    written.set(RowKeys.edgeIn(target, type, source), null);
  }

  /** Applies rows; whether they are valid for this store is checked by {@link #commit}. */
  public void apply(RowBatch rows) {
    checkOpen();
    byte[] buffer = rows.buffer();
    for (int i = 0; i < rows.size(); i++) {
      int key = rows.keyOffset(i);
      int value = rows.valueOffset(i);
      written.set(
          Arrays.copyOfRange(buffer, key, key + rows.keyLength(i)),
          rows.isDelete(i) ? null : Arrays.copyOfRange(buffer, value, value + rows.valueLength(i)));
    }
  }

  /** The concept of this id, or null. */
  public @Nullable Concept concept(String id) {
    Limits.checkId("id", id);
    byte[] value = row(RowKeys.concept(id));
    return value == null ? null : ConceptRow.decode(id, value);
  }

  /** A page of the associations of a concept, whether or not the concept itself exists. */
  public NeighborPage neighbors(NeighborQuery query) {
    checkOpen();
    return NeighborReader.read(
        (edges, from, to) -> written.over(snapshot.edges(edges, from, to), from, to), query);
  }

  /** The value of a row, or null. */
  public byte @Nullable [] row(byte[] key) {
    checkOpen();
    if (!written.contains(key)) {
      return snapshot.row(key);
    }
    byte[] value = written.value(key);
    return value == null ? null : value.clone();
  }

  /**
   * Rows in key order.
   *
   * @param from first key
   * @param to least key that is not included; null: to the end
   */
  public RowCursor rows(byte[] from, byte @Nullable [] to) {
    checkOpen();
    return written.over(snapshot.rows(from, to), from, to);
  }

  /** The store as of the begin, without what this transaction has written. Closed with it. */
  public Snapshot snapshot() {
    checkOpen();
    return snapshot;
  }

  /**
   * Makes all writes take effect, and ends the transaction in every case.
   *
   * @throws TransactionConflictException if somebody else wrote what it writes since it began;
   *     nothing is applied
   * @throws IllegalArgumentException if a row given to {@link #apply} is not valid for this store;
   *     nothing is applied
   * @throws java.io.UncheckedIOException if the log cannot be written; whether the transaction is
   *     there is known when the store is opened again
   */
  public void commit() {
    checkOpen();
    try (tree) {
      over = true;
      if (!written.isEmpty()) {
        String conflict = tree.commit(written.toBatch(), emptied);
        if (conflict != null) {
          throw new TransactionConflictException(conflict);
        }
      }
    }
  }

  /** Drops all writes and ends the transaction; nothing if it has ended. */
  public void rollback() {
    over = true;
    tree.close();
  }

  /** Rolls back what was not committed. Idempotent. */
  @Override
  public void close() {
    rollback();
  }

  private void checkOpen() {
    if (over) {
      throw new IllegalStateException("the transaction has ended");
    }
  }
}
