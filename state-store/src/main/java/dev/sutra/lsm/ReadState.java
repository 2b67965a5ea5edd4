package dev.sutra.lsm;

import dev.sutra.memtable.Memtable;
import dev.sutra.memtable.MemtableView;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a reader needs, published as one: whoever has read it sees every row up to its sequence.
 *
 * @param version the segments
 * @param active the memtable that is written to
 * @param activeDocuments documents of it as of the sequence
 * @param sealed memtables that wait for their flush, newest first
 * @param sequence of the last transaction
 * @param counters totals as of the sequence
 */
record ReadState(
    Version version,
    Memtable active,
    int activeDocuments,
    List<SealedMemtable> sealed,
    long sequence,
    Counters counters) {

  /** Views of the memtables, newest first. */
  MemtableView[] memtables() {
    MemtableView[] views = new MemtableView[1 + sealed.size()];
    views[0] = new MemtableView(active, sequence, activeDocuments);
    for (int i = 1; i < views.length; i++) {
      Memtable memtable = sealed.get(i - 1).memtable();
      views[i] = new MemtableView(memtable, sequence, memtable.documentsAt(sequence));
    }
    return views;
  }

  /** Heap bytes of the memtables. For the writer. */
  long memtableBytes() {
    return active.bytes() + sealed.stream().mapToLong(each -> each.memtable().bytes()).sum();
  }

  ReadState withTransaction(long newSequence, Counters newCounters) {
    int documents = active.documentsAt(newSequence);
    return new ReadState(version, active, documents, sealed, newSequence, newCounters);
  }

  ReadState withSealed(SealedMemtable newest, Memtable newActive) {
    List<SealedMemtable> all = new ArrayList<>(sealed.size() + 1);
    all.add(newest);
    all.addAll(sealed);
    return new ReadState(version, newActive, 0, List.copyOf(all), sequence, counters);
  }

  ReadState withVersion(Version newVersion) {
    return new ReadState(newVersion, active, activeDocuments, sealed, sequence, counters);
  }

  /** Without the oldest sealed memtable, which is a segment of the new version now. */
  ReadState withFlushed(Version newVersion) {
    return new ReadState(
        newVersion,
        active,
        activeDocuments,
        List.copyOf(sealed.subList(0, sealed.size() - 1)),
        sequence,
        counters);
  }
}
