package dev.sutra.engine.tools;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCursor;
import dev.sutra.segment.SegmentFormat;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares a version in the manifest with its segments: the dead documents and the counters. Both
 * are recomputed by merging all rows, newest segment first.
 */
final class VersionCheck {
  private final String name;
  private final VersionState version;
  private final Map<Long, Segment> opened;
  private final Problems problems;
  private final Problems notes;

  private final int size;
  private final Segment[] segments;
  private final SegmentCursor[] cursors;
  private final boolean[] live;
  private final BitSet[] dead;
  private final Map<String, Long> counters = new TreeMap<>();

  /**
   * Prepares a check.
   *
   * @param name name of the version, for messages
   * @param opened the segments that could be opened, by file number
   */
  VersionCheck(
      String name,
      VersionState version,
      Map<Long, Segment> opened,
      Problems problems,
      Problems notes) {
    this.name = name;
    this.version = version;
    this.opened = opened;
    this.problems = problems;
    this.notes = notes;
    this.size = version.segments().size();
    this.segments = new Segment[size];
    this.cursors = new SegmentCursor[size];
    this.live = new boolean[size];
    this.dead = new BitSet[size];
  }

  void run() {
    checkSequences();
    for (int i = 0; i < size; i++) {
      Segment segment = opened.get(version.segments().get(i).fileNumber());
      if (segment == null) {
        skipped();
        return;
      }
      segments[i] = segment;
      dead[i] = new BitSet();
    }
    try {
      merge();
    } catch (CorruptFileException | IndexOutOfBoundsException e) {
      skipped();
      return;
    }
    checkDead();
    checkCounters();
  }

  private void skipped() {
    notes.add(
        ManifestFile.NAME,
        0,
        "liveness and counters of the " + name + " version cannot be checked: damaged segments");
  }

  /**
   * Segments are ordered newest first; transactions of a segment are later than those of the next
   * one.
   */
  private void checkSequences() {
    long above = version.flushedSequence() + 1;
    for (SegmentState state : version.segments()) {
      if (state.maxSequence() >= above) {
        problems.add(
            ManifestFile.NAME,
            0,
            "in the "
                + name
                + " version "
                + SegmentFormat.fileName(state.fileNumber())
                + " contains transactions up to "
                + state.maxSequence()
                + ", not below "
                + above);
      }
      above = state.minSequence();
    }
  }

  private void merge() {
    for (int i = 0; i < size; i++) {
      cursors[i] = segments[i].cursor();
      live[i] = cursors[i].next();
    }
    for (int newest = least(); newest >= 0; newest = least()) {
      count(cursors[newest]);
      SegmentCursor row = cursors[newest];
      for (int i = newest + 1; i < size; i++) {
        if (live[i] && compare(cursors[i], row) == 0) {
          if (row.keyBuffer()[0] == RowKeys.CONCEPT && !cursors[i].isTombstone()) {
            dead[i].set(cursors[i].ordinal());
          }
          live[i] = cursors[i].next();
        }
      }
      live[newest] = row.next();
    }
  }

  /** The newest source among those at the least key; -1 at the end. */
  private int least() {
    int least = -1;
    for (int i = 0; i < size; i++) {
      if (live[i] && (least < 0 || compare(cursors[i], cursors[least]) < 0)) {
        least = i;
      }
    }
    return least;
  }

  private void count(SegmentCursor row) {
    if (row.isTombstone()) {
      return;
    }
    switch (row.keyBuffer()[0]) {
      case RowKeys.CONCEPT -> {
        add("concepts", 1);
        add("vectors", row.vectorOrdinal() >= 0 ? 1 : 0);
      }
      case RowKeys.EDGE_OUT -> add("associations", 1);
      default -> {
        // The other half of an association that is counted at its source.
      }
    }
  }

  private void add(String counter, long more) {
    counters.merge(counter, more, Long::sum);
  }

  private void checkDead() {
    for (int i = 0; i < size; i++) {
      SegmentState state = version.segments().get(i);
      BitSet stored = BitSet.valueOf(state.deadDocuments());
      if (!stored.equals(dead[i])) {
        BitSet differing = (BitSet) stored.clone();
        differing.xor(dead[i]);
        int document = differing.nextSetBit(0);
        problems.add(
            ManifestFile.NAME,
            0,
            "in the "
                + name
                + " version "
                + differing.cardinality()
                + " documents of "
                + SegmentFormat.fileName(state.fileNumber())
                + " are wrongly live or dead; document "
                + document
                + " is recorded as "
                + (stored.get(document) ? "dead" : "live"));
      }
    }
  }

  private void checkCounters() {
    for (String counter : List.of("concepts", "associations", "vectors")) {
      long stored = version.counters().getOrDefault(counter, 0L);
      long counted = counters.getOrDefault(counter, 0L);
      if (stored != counted) {
        problems.add(
            ManifestFile.NAME,
            0,
            "the "
                + name
                + " version counts "
                + stored
                + " "
                + counter
                + "; its segments contain "
                + counted);
      }
    }
  }

  private static int compare(SegmentCursor a, SegmentCursor b) {
    return Arrays.compareUnsigned(a.keyBuffer(), 0, a.keyLength(), b.keyBuffer(), 0, b.keyLength());
  }
}
