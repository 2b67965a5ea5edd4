package dev.sutra.kafka;

import dev.sutra.engine.query.MergedResults;
import dev.sutra.record.Concept;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Merges the iterators of several partitions in the order of ids. Not thread-safe. */
final class MergedIterator implements KeyValueIterator<String, Concept> {
  private final List<KeyValueIterator<String, Concept>> parts = new ArrayList<>();
  private final PriorityQueue<KeyValueIterator<String, Concept>> heads =
      new PriorityQueue<>(Comparator.comparing(KeyValueIterator::peekNextKey, MergedResults.BY_ID));

  private MergedIterator() {}

  /** Opens an iterator on each partition; all are closed if one cannot be opened. */
  static MergedIterator of(
      List<ReadOnlyConceptStore> stores,
      Function<ReadOnlyConceptStore, KeyValueIterator<String, Concept>> open) {
    MergedIterator merged = new MergedIterator();
    try {
      for (ReadOnlyConceptStore store : stores) {
        KeyValueIterator<String, Concept> part = open.apply(store);
        merged.parts.add(part);
        if (part.hasNext()) {
          merged.heads.add(part);
        }
      }
    } catch (RuntimeException e) {
      merged.close();
      throw e;
    }
    return merged;
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public KeyValue<String, Concept> next() {
    KeyValueIterator<String, Concept> least = heads.poll();
    if (least == null) {
      throw new NoSuchElementException();
    }
    KeyValue<String, Concept> next = least.next();
    if (least.hasNext()) {
      heads.add(least);
    }
    return next;
  }

  @Override
  public String peekNextKey() {
    KeyValueIterator<String, Concept> least = heads.peek();
    if (least == null) {
      throw new NoSuchElementException();
    }
    return least.peekNextKey();
  }

  @Override
  public void close() {
    heads.clear();
    parts.forEach(KeyValueIterator::close);
  }
}
