package dev.sutra.engine.select;

import dev.sutra.engine.filter.Condition;
import dev.sutra.engine.filter.Condition.All;
import dev.sutra.engine.filter.Condition.Any;
import dev.sutra.engine.filter.Condition.Exists;
import dev.sutra.engine.filter.Condition.Not;
import dev.sutra.engine.filter.Condition.Range;
import dev.sutra.engine.filter.Condition.TimeField;
import dev.sutra.engine.filter.Condition.Times;
import dev.sutra.engine.filter.Condition.Values;
import dev.sutra.engine.filter.Evaluation;
import dev.sutra.engine.filter.Truth;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCursor;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The documents of a segment that meet single conditions on attributes and times of creation, found
 * by one scan of its rows for all of them.
 */
final class RowScan {
  private final Map<Condition, BitSet> documents = new HashMap<>();

  private RowScan() {}

  /** Scans for all single conditions in a condition. */
  static RowScan of(Segment segment, Condition condition) {
    RowScan scan = new RowScan();
    scan.collect(condition);
    scan.run(segment);
    return scan;
  }

  /** The documents that meet one of the single conditions. */
  BitSet documents(Condition single) {
    BitSet found = documents.get(single);
    if (found == null) {
      throw new IllegalArgumentException("not a part of the condition: " + single);
    }
    return found;
  }

  private void collect(Condition condition) {
    switch (condition) {
      case Values values -> documents.put(values, new BitSet());
      case Range range -> documents.put(range, new BitSet());
      case Exists exists -> documents.put(exists, new BitSet());
      case Times times when times.field() == TimeField.CREATED ->
          documents.put(times, new BitSet());
      case Not not -> collect(not.condition());
      case All all -> all.conditions().forEach(this::collect);
      case Any any -> any.conditions().forEach(this::collect);
      default -> {}
    }
  }

  private void run(Segment segment) {
    SegmentCursor row = segment.cursor();
    while (row.next() && row.keyBuffer()[0] == RowKeys.CONCEPT) {
      if (!row.isTombstone()) {
        RowFacts facts =
            new RowFacts("", row.valueWithoutVector(), (id, type, direction, other) -> Truth.OPEN);
        int document = row.ordinal();
        documents.forEach(
            (single, found) -> {
              if (Evaluation.test(single, facts) == Truth.YES) {
                found.set(document);
              }
            });
      }
    }
  }
}
