package dev.sutra.kafka;

import dev.sutra.kafka.metrics.Operation;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over concepts in the order of their ids' bytes. Recorded as one operation when it is
 * closed, as Kafka's stores do. Not thread-safe.
 */
final class ConceptIterator implements KeyValueIterator<String, Concept> {
  private static final byte[] FIRST = {RowKeys.CONCEPT};

  private final RowIterator rows;
  private final TaskEngine engine;
  private final Operation operation;
  private final long started;
  private boolean closed;

  private ConceptIterator(TaskEngine engine, Operation operation, byte[] from, byte[] to) {
    this.engine = engine;
    this.operation = operation;
    this.started = engine.started(operation);
    this.rows = new RowIterator(engine.snapshot(), from, to);
  }

  /** The concepts of a range of ids, both bounds inclusive; null: no bound. */
  static ConceptIterator range(TaskEngine engine, @Nullable String from, @Nullable String to) {
    byte[] first = from == null ? FIRST : RowKeys.concept(from);
    return new ConceptIterator(engine, Operation.RANGE, first, end(to));
  }

  static ConceptIterator all(TaskEngine engine) {
    return new ConceptIterator(engine, Operation.ALL, FIRST, end(null));
  }

  static ConceptIterator prefix(TaskEngine engine, String prefix) {
    byte[] first = RowKeys.concept(prefix);
    return new ConceptIterator(engine, Operation.PREFIX_SCAN, first, RowKeys.after(first));
  }

  /** The least key above the last one. */
  private static byte[] end(@Nullable String to) {
    if (to == null) {
      return RowKeys.after(FIRST);
    }
    byte[] last = RowKeys.concept(to);
    return Arrays.copyOf(last, last.length + 1);
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public KeyValue<String, Concept> next() {
    KeyValue<Bytes, byte[]> row = rows.next();
    String id = RowKeys.conceptId(row.key.get());
    return KeyValue.pair(id, ConceptRow.decode(id, row.value));
  }

  @Override
  public String peekNextKey() {
    return RowKeys.conceptId(rows.peekNextKey().get());
  }

  @Override
  public void close() {
    rows.close();
    if (!closed) {
      closed = true;
      engine.ended(operation, started);
    }
  }
}
