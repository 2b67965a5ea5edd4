package dev.sutra.lsm.version;

import dev.sutra.lsm.core.Counters;
import dev.sutra.memtable.Memtable;
import dev.sutra.memtable.MemtableView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Everything that a reader needs, published as one value. A reader of the value sees all rows up to
 * its sequence.
 *
 * @param version the segments
 * @param active the memtable that takes writes
 * @param activeDocuments documents of the active memtable as of the sequence
 * @param activeBytes heap bytes of the active memtable
 * @param logBytes bytes of the log files that hold the active memtable
 * @param sealed memtables that wait for their flush, newest first
 * @param sequence number of the last transaction
 * @param counters totals as of the sequence
 */
public record ReadState(
    Version version,
    Memtable active,
    int activeDocuments,
    long activeBytes,
    long logBytes,
    List<SealedMemtable> sealed,
    long sequence,
    Counters counters) {

  /** Returns a state with an empty active memtable and no sealed one. */
  public static ReadState empty(
      Version version, Memtable active, long sequence, Counters counters) {
    return new ReadState(version, active, 0, active.bytes(), 0, List.of(), sequence, counters);
  }

  /** Returns views of the memtables, newest first. */
  public MemtableView[] memtables() {
    MemtableView[] views = new MemtableView[1 + sealed.size()];
    views[0] = new MemtableView(active, sequence, activeDocuments);
    for (int i = 1; i < views.length; i++) {
      Memtable memtable = sealed.get(i - 1).memtable();
      views[i] = new MemtableView(memtable, sequence, memtable.documentsAt(sequence));
    }
    return views;
  }

  /** Returns the heap bytes of all memtables. */
  public long memtableBytes() {
    return activeBytes + sealed.stream().mapToLong(each -> each.memtable().bytes()).sum();
  }

  /** Returns the heap bytes of the memtables that another state does not hold. */
  long memtableBytesBeside(ReadState other) {
    Set<Memtable> held = Collections.newSetFromMap(new IdentityHashMap<>());
    held.add(other.active);
    other.sealed.forEach(each -> held.add(each.memtable()));
    long bytes = held.add(active) ? active.bytes() : 0;
    for (SealedMemtable each : sealed) {
      bytes += held.add(each.memtable()) ? each.memtable().bytes() : 0;
    }
    return bytes;
  }

  /** Returns the bytes of the logs of all memtables, which an open after a crash replays. */
  public long neededLogBytes() {
    return logBytes + sealed.stream().mapToLong(SealedMemtable::logBytes).sum();
  }

  /** Returns the state after more transactions in the active memtable. */
  public ReadState withTransaction(long newSequence, Counters newCounters, long newLogBytes) {
    return new ReadState(
        version,
        active,
        active.documentsAt(newSequence),
        active.bytes(),
        newLogBytes,
        sealed,
        newSequence,
        newCounters);
  }

  public ReadState withSealed(SealedMemtable newest, Memtable newActive) {
    List<SealedMemtable> all = new ArrayList<>(sealed.size() + 1);
    all.add(newest);
    all.addAll(sealed);
    return new ReadState(
        version, newActive, 0, newActive.bytes(), 0, List.copyOf(all), sequence, counters);
  }

  /** Returns the state with another active memtable in place of one of which it sees no row. */
  ReadState withEmptyActive(Memtable other) {
    return new ReadState(version, other, 0, other.bytes(), 0, sealed, sequence, counters);
  }

  /** Returns the state after a transaction whose rows are in a segment of the new version. */
  ReadState withLoaded(Version newVersion, long newSequence, Counters newCounters) {
    return withVersion(newVersion).withTransaction(newSequence, newCounters, logBytes);
  }

  ReadState withVersion(Version newVersion) {
    return with(newVersion, sealed);
  }

  /** Returns the state without the oldest sealed memtable, now a segment of the new version. */
  ReadState withFlushed(Version newVersion) {
    return with(newVersion, List.copyOf(sealed.subList(0, sealed.size() - 1)));
  }

  private ReadState with(Version newVersion, List<SealedMemtable> newSealed) {
    return new ReadState(
        newVersion, active, activeDocuments, activeBytes, logBytes, newSealed, sequence, counters);
  }
}
