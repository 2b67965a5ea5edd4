package dev.sutra.engine.select;

import dev.sutra.attribute.AttributeColumn;
import dev.sutra.attribute.AttributesSection;
import dev.sutra.engine.filter.Condition;
import dev.sutra.engine.filter.Condition.All;
import dev.sutra.engine.filter.Condition.Any;
import dev.sutra.engine.filter.Condition.Exists;
import dev.sutra.engine.filter.Condition.IdPrefix;
import dev.sutra.engine.filter.Condition.Ids;
import dev.sutra.engine.filter.Condition.Linked;
import dev.sutra.engine.filter.Condition.Not;
import dev.sutra.engine.filter.Condition.Range;
import dev.sutra.engine.filter.Condition.TimeField;
import dev.sutra.engine.filter.Condition.Times;
import dev.sutra.engine.filter.Condition.Values;
import dev.sutra.lsm.version.DocumentSelection;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCursor;
import dev.sutra.time.TimesSection;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the documents of a segment that meet a condition: a set of documents for each part, and
 * these combined. Parts that ask for associations are left open, since associations change without
 * the segment.
 */
final class SegmentSelector {
  private final Segment segment;
  private final Condition condition;
  private @Nullable RowScan scan;

  SegmentSelector(Segment segment, Condition condition) {
    this.segment = segment;
    this.condition = condition;
  }

  DocumentSelection select() {
    return select(condition);
  }

  private DocumentSelection select(Condition part) {
    return switch (part) {
      case Values values -> new DocumentSelection(withValues(values));
      case Range range -> new DocumentSelection(withNumber(range));
      case Exists exists -> new DocumentSelection(withAttribute(exists));
      case Times times ->
          new DocumentSelection(
              times.field() == TimeField.UPDATED ? updated(times) : created(times));
      case IdPrefix prefix -> new DocumentSelection(withPrefix(prefix));
      case Ids ids -> new DocumentSelection(withIds(ids));
      case Linked linked -> new DocumentSelection(new BitSet(), everything());
      case Not not -> negated(select(not.condition()));
      case All all -> all(all.conditions());
      case Any any -> any(any.conditions());
    };
  }

  private DocumentSelection all(List<Condition> parts) {
    BitSet surely = everything();
    BitSet possibly = null;
    for (Condition part : parts) {
      DocumentSelection next = select(part);
      if (possibly == null && !next.isDecided()) {
        possibly = (BitSet) surely.clone();
      }
      if (possibly != null) {
        possibly.and(next.possibly());
      }
      surely.and(next.surely());
      if ((possibly == null ? surely : possibly).isEmpty()) {
        break;
      }
    }
    return selection(surely, possibly);
  }

  private DocumentSelection any(List<Condition> parts) {
    BitSet surely = new BitSet();
    BitSet possibly = null;
    for (Condition part : parts) {
      DocumentSelection next = select(part);
      if (possibly == null && !next.isDecided()) {
        possibly = (BitSet) surely.clone();
      }
      if (possibly != null) {
        possibly.or(next.possibly());
      }
      surely.or(next.surely());
    }
    return selection(surely, possibly);
  }

  private static DocumentSelection selection(BitSet surely, @Nullable BitSet possibly) {
    return possibly == null
        ? new DocumentSelection(surely)
        : new DocumentSelection(surely, possibly);
  }

  private DocumentSelection negated(DocumentSelection of) {
    BitSet surely = complement(of.possibly());
    return of.isDecided()
        ? new DocumentSelection(surely)
        : new DocumentSelection(surely, complement(of.surely()));
  }

  private BitSet complement(BitSet documents) {
    BitSet others = (BitSet) documents.clone();
    others.flip(0, segment.documents());
    return others;
  }

  private BitSet everything() {
    BitSet all = new BitSet(segment.documents());
    all.set(0, segment.documents());
    return all;
  }

  private BitSet withValues(Values values) {
    return found(
        values.name(),
        values,
        (column, documents) -> {
          for (Object value : values.values()) {
            int number = column.find(value);
            if (number >= 0) {
              column.addDocuments(number, documents);
            }
          }
        });
  }

  private BitSet withNumber(Range range) {
    return found(
        range.name(),
        range,
        (column, documents) ->
            column.addNumbers(
                range.from(), range.fromInclusive(), range.to(), range.toInclusive(), documents));
  }

  private BitSet withAttribute(Exists exists) {
    return found(exists.name(), exists, AttributeColumn::addAll);
  }

  /**
   * The documents that meet a condition on an attribute.
   *
   * @param adder adds those of its column
   */
  private BitSet found(String name, Condition part, BiConsumer<AttributeColumn, BitSet> adder) {
    AttributesSection attributes = segment.attributes();
    AttributeColumn column = attributes == null ? null : attributes.column(name);
    if (column == null && (attributes == null || !attributes.isComplete())) {
      return scanned(part);
    }
    BitSet documents = new BitSet();
    if (column != null) {
      adder.accept(column, documents);
    }
    return documents;
  }

  /** Documents without a time of creation of their own were created when they were updated. */
  private BitSet created(Times range) {
    AttributesSection attributes = segment.attributes();
    AttributeColumn own = attributes == null ? null : attributes.column(AttributesSection.CREATED);
    if (own == null && (attributes == null || !attributes.isComplete())) {
      return scanned(range);
    }
    BitSet documents = updated(range);
    if (own != null) {
      BitSet others = new BitSet();
      own.addAll(others);
      documents.andNot(others);
      own.addNumbers(range.from(), true, range.to(), true, documents);
    }
    return documents;
  }

  private BitSet scanned(Condition part) {
    RowScan done = scan;
    if (done == null) {
      done = RowScan.of(segment, condition);
      scan = done;
    }
    return done.documents(part);
  }

  private BitSet updated(Times range) {
    TimesSection times = segment.times();
    BitSet documents = new BitSet();
    if (times == null || range.from() > range.to()) {
      return documents;
    }
    if (times.count(range.from(), range.to()) <= times.size() / 2) {
      times.addTo(documents, range.from(), range.to(), segment.documents());
      return documents;
    }
    // Those outside of the range are fewer.
    if (range.from() > Long.MIN_VALUE) {
      times.addTo(documents, Long.MIN_VALUE, range.from() - 1, segment.documents());
    }
    if (range.to() < Long.MAX_VALUE) {
      times.addTo(documents, range.to() + 1, Long.MAX_VALUE, segment.documents());
    }
    return complement(documents);
  }

  private BitSet withPrefix(IdPrefix prefix) {
    byte[] first = RowKeys.concept(prefix.prefix());
    BitSet documents = new BitSet();
    documents.set(documentAt(first), documentAt(RowKeys.after(first)));
    return documents;
  }

  /** The first document whose key is not below the given one. */
  private int documentAt(byte[] key) {
    SegmentCursor rows = segment.cursor();
    return rows.seek(key, key.length)
        ? Math.min(rows.ordinal(), segment.documents())
        : segment.documents();
  }

  private BitSet withIds(Ids ids) {
    BitSet documents = new BitSet();
    SegmentCursor rows = segment.cursor();
    for (String id : ids.ids()) {
      byte[] key = RowKeys.concept(id);
      if (rows.find(key, key.length)) {
        documents.set(rows.ordinal());
      }
    }
    return documents;
  }
}
