package dev.sutra.lsm.version;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The segments of a store at one moment, newest first. A row hides rows of the same key in older
 * segments. A version counts its holders: its readers and, while it is current, the tree.
 */
public final class Version {
  private final List<SegmentHandle> segments;
  private final AtomicInteger holders = new AtomicInteger(1);

  public Version(List<SegmentHandle> segments) {
    this.segments = List.copyOf(segments);
    this.segments.forEach(SegmentHandle::retain);
  }

  public List<SegmentHandle> segments() {
    return segments;
  }

  /** Returns the bytes of the segments' files. */
  public long bytes() {
    return segments.stream().mapToLong(handle -> handle.segment().bytes()).sum();
  }

  /** Returns the number of vectors in all segments, including those of dead documents. */
  public long vectors() {
    return segments.stream().mapToLong(SegmentHandle::vectors).sum();
  }

  /** Returns the ids of the codebooks that the segments are encoded with. */
  Set<Long> codebookIds() {
    Set<Long> ids = new HashSet<>();
    for (SegmentHandle segment : segments) {
      Long id = segment.cells().codebookId();
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** Returns a version with one more segment, the newest. */
  public Version withNewest(SegmentHandle segment) {
    List<SegmentHandle> all = new ArrayList<>(segments.size() + 1);
    all.add(segment);
    all.addAll(segments);
    return new Version(all);
  }

  /** Returns a version with a run of adjacent segments replaced by one. */
  Version withReplaced(List<SegmentHandle> run, SegmentHandle merged) {
    int at = segments.indexOf(run.getFirst());
    if (at < 0 || !segments.subList(at, at + run.size()).equals(run)) {
      throw new IllegalStateException("the segments to replace are no longer adjacent");
    }
    List<SegmentHandle> all = new ArrayList<>(segments);
    all.subList(at, at + run.size()).clear();
    all.add(at, merged);
    return new Version(all);
  }

  /** Adds a holder; returns false if the last holder has released the version. */
  public boolean tryRetain() {
    int count = holders.get();
    while (count > 0) {
      if (holders.compareAndSet(count, count + 1)) {
        return true;
      }
      count = holders.get();
    }
    return false;
  }

  public void release() {
    if (holders.decrementAndGet() == 0) {
      segments.forEach(SegmentHandle::release);
    }
  }
}
