package dev.sutra.lsm.load;

import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.lsm.version.Version;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of older segments that the rows of a new one replace. Not thread-safe.
 *
 * <p>Segments may be merged between the search and the installation. The documents that were found
 * in them are then found again in the merged ones, by their keys.
 */
final class OlderRows {
  /** Documents of one segment that a new segment replaces. */
  private static final class Replaced {
    private final SegmentHandle handle;
    private final SegmentCursor cursor;
    private int[] documents = new int[16];
    private int count;

    Replaced(SegmentHandle handle) {
      this.handle = handle;
      this.cursor = handle.segment().cursor();
    }

    void add(int document) {
      if (count == documents.length) {
        documents = Arrays.copyOf(documents, 2 * count);
      }
      documents[count++] = document;
    }
  }

  private List<Replaced> segments;
  // The segment of the row that was found last.
  private int found;

  /** Prepares searches in a version, which the caller holds until {@link #moveTo}. */
  OlderRows(Version version) {
    this.segments = version.segments().stream().map(Replaced::new).toList();
  }

  /** Whether there is a row of this key that is not a tombstone. */
  boolean find(byte[] key, int keyLength) {
    if (segments.isEmpty()) {
      return false;
    }
    long hash = Segment.hash(key, keyLength);
    for (int i = 0; i < segments.size(); i++) {
      Replaced each = segments.get(i);
      if (each.handle.segment().mightContain(hash) && each.cursor.find(key, keyLength)) {
        found = i;
        return !each.cursor.isTombstone();
      }
    }
    return false;
  }

  /** Whether the concept that was found last has a vector. */
  boolean hasVector() {
    return segments.get(found).cursor.vectorOrdinal() >= 0;
  }

  /** Notes that the concept that was found last is replaced. */
  void toKill() {
    Replaced in = segments.get(found);
    in.add(in.cursor.ordinal());
  }

  /** Finds what is to die in the segments of another version, which holds the same rows. */
  void moveTo(Version current) {
    List<SegmentHandle> now = current.segments();
    List<Replaced> next = new ArrayList<>();
    List<Replaced> merged = new ArrayList<>();
    for (SegmentHandle handle : now) {
      next.add(of(handle));
    }
    for (Replaced each : segments) {
      if (each.count > 0 && !now.contains(each.handle)) {
        merged.add(each);
      }
    }
    segments = next;
    for (Replaced each : merged) {
      for (int i = 0; i < each.count; i++) {
        each.cursor.seekOrdinal(each.documents[i]);
        if (!find(each.cursor.keyBuffer(), each.cursor.keyLength())) {
          throw new IllegalStateException("a merge has lost a row");
        }
        toKill();
      }
    }
  }

  private Replaced of(SegmentHandle handle) {
    for (Replaced each : segments) {
      if (each.handle == handle) {
        return each;
      }
    }
    return new Replaced(handle);
  }

  /** Records the deaths. Called under the writers' lock. */
  void kill(long sequence) {
    for (Replaced each : segments) {
      for (int i = 0; i < each.count; i++) {
        each.handle.liveness().kill(each.documents[i], sequence);
      }
    }
  }
}
