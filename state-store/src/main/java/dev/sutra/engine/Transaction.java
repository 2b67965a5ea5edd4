package dev.sutra.engine;

import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.select.StoredRows;
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
 * A set of writes that is applied atomically.
 *
 * <p>Snapshot isolation: {@link #concept}, {@link #neighbors}, {@link #row} and {@link #rows} see
 * the store as of the begin, and the transaction's own writes. Other readers do not see these
 * writes before {@link #commit}. Two transactions conflict if they write the same row, or if one
 * deletes a concept to which the other adds an association. The first committer wins, and so does
 * any write outside of transactions; the other transaction fails with a {@link
 * TransactionConflictException}. Reads are not checked for conflicts: two transactions that each
 * read what the other writes may both commit (write skew).
 *
 * <p>To query texts, vectors and times, use {@link #snapshot()}; it does not contain the
 * transaction's writes.
 *
 * <p>Writes are buffered in memory until the commit, at most {@value RowBatch#BYTES_MAX} bytes. A
 * transaction keeps files open, as a snapshot does. Not thread-safe.
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
   * Writes a concept, replacing an existing one with the same id.
   *
   * @throws IllegalArgumentException if its vector does not fit the store's dimension or
   *     similarity, its id contains a control character, or the transaction becomes too large; the
   *     transaction continues without this write
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

  /** Deletes a concept and its associations in both directions. */
  public void delete(String id) {
    Limits.checkId("id", id);
    checkOpen();
    emptied.add(id);
    apply(ConceptRemoval.rows(id, this::rows));
  }

  /** Writes both halves of an association. */
  public void associate(Association association) {
    association.checkWritable();
    checkOpen();
    byte[] value = AssociationRow.encode(association, null);
    String source = association.source();
    String target = association.target();
    written.set(RowKeys.edgeOut(source, association.type(), target), value);
    written.set(RowKeys.edgeIn(target, association.type(), source), value);
  }

  /** Deletes both halves of an association. */
  public void dissociate(String source, String type, String target) {
    Limits.checkId("source", source);
    Limits.checkType(type);
    Limits.checkId("target", target);
    checkOpen();
    written.set(RowKeys.edgeOut(source, type, target), null);
    written.set(RowKeys.edgeIn(target, type, source), null);
  }

  /** Adds rows. {@link #commit} checks whether they are valid for this store. */
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

  /** The concept with this id; null if there is none. */
  public @Nullable Concept concept(String id) {
    Limits.checkId("id", id);
    byte[] value = row(RowKeys.concept(id));
    return value == null ? null : ConceptRow.decode(id, value);
  }

  /** A page of the associations of a concept. The concept itself need not exist. */
  public NeighborPage neighbors(NeighborQuery query) {
    checkOpen();
    return NeighborReader.read(
        new StoredRows() {
          @Override
          public byte @Nullable [] row(byte[] key) {
            return Transaction.this.row(key);
          }

          @Override
          public RowCursor edges(byte[] edges, byte[] from, byte[] to) {
            return written.over(snapshot.edges(edges, from, to), from, to);
          }
        },
        query);
  }

  /** The value of a row; null if there is none. */
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
   * @param to first key that is not included; null: to the end
   */
  public RowCursor rows(byte[] from, byte @Nullable [] to) {
    checkOpen();
    return written.over(snapshot.rows(from, to), from, to);
  }

  /** The store as of the begin, without this transaction's writes. Closed with the transaction. */
  public Snapshot snapshot() {
    checkOpen();
    return snapshot;
  }

  /**
   * Applies all writes atomically. The transaction ends even if this fails.
   *
   * @throws TransactionConflictException if another write since the begin conflicts; then nothing
   *     is applied
   * @throws IllegalArgumentException if a row given to {@link #apply} is invalid for this store;
   *     then nothing is applied
   * @throws java.io.UncheckedIOException if the log cannot be written; whether the transaction is
   *     durable is unknown until the store is reopened
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

  /** Discards all writes and ends the transaction. Does nothing if it has already ended. */
  public void rollback() {
    over = true;
    tree.close();
  }

  /** Rolls back an uncommitted transaction. Idempotent. */
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
