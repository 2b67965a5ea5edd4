package dev.sutra.lsm.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.io.CrashStorage;
import dev.sutra.io.OutputFile;
import dev.sutra.io.RateLimit;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.version.Codebooks;
import dev.sutra.lsm.version.OpenedSegment;
import dev.sutra.lsm.version.SegmentCells;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.memory.MemoryBudget;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Liveness;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.segment.SegmentWriter;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which segments are picked for a merge; sizes in KiB, newest first. */
class CompactionPickerTest {
  private static final int ROW_BYTES = 32 * 1024;
  private static final TreeOptions OPTIONS =
      new TreeOptions(
          3,
          Similarity.COSINE,
          TextAnalyzer.named("standard"),
          false,
          false,
          false,
          1 << 20,
          RateLimit.NONE,
          MemoryBudget.ofProcess(),
          TreeLimits.DEFAULT);

  private final CrashStorage storage = new CrashStorage();
  private final List<SegmentHandle> handles = new ArrayList<>();
  private final Set<SegmentHandle> merging = new HashSet<>();
  private final Set<SegmentHandle> pending = new HashSet<>();
  private final Set<SegmentHandle> stale = new HashSet<>();

  @AfterEach
  void close() {
    handles.forEach(handle -> handle.segment().close());
  }

  @Test
  void fewSegmentsAreNotMerged() throws IOException {
    assertChosen(List.of());
    assertChosen(List.of(), 64);
    assertChosen(List.of(), 64, 64, 64);
  }

  @Test
  void segmentsWithOldCodesAreRewrittenWhenNothingElseIsDue() throws IOException {
    List<SegmentHandle> all = segments(64, 64);
    stale.addAll(all);
    assertEquals(all.subList(0, 1), choose(all));
    merging.add(all.getFirst());
    assertEquals(all.subList(1, 2), choose(all));
  }

  @Test
  void segmentsWithPendingTextsAreMergedOnlyWithEachOther() throws IOException {
    List<SegmentHandle> all = segments(64, 64, 64, 64, 64, 64, 64);
    pending.addAll(all.subList(0, 3));
    assertEquals(all.subList(3, 7), choose(all));
    pending.add(all.get(3));
    assertEquals(all.subList(0, 4), choose(all));
    stale.add(all.get(1));
    merging.addAll(all.subList(0, 1));
    assertEquals(List.of(), choose(all));
  }

  @Test
  void fourSegmentsOfSimilarSizeAreMerged() throws IOException {
    assertChosen(List.of(0, 1, 2, 3), 64, 64, 64, 64);
    assertChosen(List.of(0, 1, 2, 3), 2048, 2048, 2048, 2048);
  }

  @Test
  void smallSegmentsCountAsOfSimilarSize() throws IOException {
    assertChosen(List.of(0, 1, 2, 3), 64, 960, 64, 960);
  }

  @Test
  void aMuchLargerOlderSegmentIsNotInTheRun() throws IOException {
    assertChosen(List.of(0, 1, 2, 3), 64, 64, 64, 64, 6144);
    assertChosen(List.of(), 64, 64, 64, 6144);
  }

  @Test
  void anOlderSegmentJoinsOnceTheRunIsAsLarge() throws IOException {
    assertChosen(List.of(0, 1, 2, 3, 4), 1024, 1024, 1024, 1024, 4096);
  }

  @Test
  void aRunMayBeginAfterANewerSegmentOfAnotherSize() throws IOException {
    assertChosen(List.of(1, 2, 3, 4), 64, 4096, 4096, 4096, 4096, 24576);
  }

  @Test
  void smallerOlderSegmentsJoinLargerOnes() throws IOException {
    assertChosen(List.of(0, 1, 2, 3, 4, 5), 64, 6144, 64, 64, 64, 64);
  }

  @Test
  void newerSegmentsAreMergedIntoTheOldestWhenTheyAreAsLarge() throws IOException {
    assertChosen(List.of(), 2048, 2048, 8192);
    assertChosen(List.of(0, 1, 2), 2048, 6144, 8192);
    assertChosen(List.of(), 3072, 512);
    assertChosen(List.of(0, 1), 4096, 512);
  }

  @Test
  void runsEndAtASegmentOfARunningMerge() throws IOException {
    List<SegmentHandle> all = segments(64, 64, 64, 64, 64, 64, 64, 64, 64);
    merging.add(all.get(4));
    assertEquals(all.subList(0, 4), choose(all));
    merging.addAll(all.subList(0, 4));
    assertEquals(all.subList(5, 9), choose(all));
    merging.add(all.get(8));
    assertEquals(List.of(), choose(all));
  }

  @Test
  void aSegmentOfMostlyDeadConceptsIsRewrittenOnceTheirNewerRowsAreInSegments() throws IOException {
    SegmentHandle old = concepts(10);
    SegmentHandle newer = segment(64);
    for (int i = 0; i < 6; i++) {
      old.liveness().kill(i, newer.maxSequence() + 1);
    }
    assertEquals(List.of(), choose(List.of(newer, old)));
    SegmentHandle newest = segment(64);
    assertEquals(List.of(old), choose(List.of(newest, newer, old)));
  }

  @Test
  void tombstonesAreMergedIntoTheOldestWhenTheyAreManyForItsRows() throws IOException {
    SegmentHandle old = concepts(10);
    SegmentHandle few = tombstones(5);
    SegmentHandle more = tombstones(1);
    assertEquals(List.of(), choose(List.of(few, old)));
    assertEquals(List.of(more, few, old), choose(List.of(more, few, old)));
  }

  private List<SegmentHandle> choose(List<SegmentHandle> newestFirst) {
    return CompactionPicker.pick(
        newestFirst, merging::contains, pending::contains, stale::contains);
  }

  private void assertChosen(List<Integer> expected, int... kibibytes) throws IOException {
    List<SegmentHandle> newestFirst = segments(kibibytes);
    List<Integer> chosen = new ArrayList<>();
    for (SegmentHandle handle : choose(newestFirst)) {
      chosen.add(newestFirst.indexOf(handle));
    }
    assertEquals(expected, chosen);
  }

  private List<SegmentHandle> segments(int... kibibytes) throws IOException {
    List<SegmentHandle> newestFirst = new ArrayList<>();
    for (int size : kibibytes) {
      newestFirst.add(segment(size));
    }
    return newestFirst;
  }

  private SegmentHandle segment(int kibibytes) throws IOException {
    byte[] value = new byte[ROW_BYTES];
    return segment(
        0,
        writer -> {
          for (int i = 0; i < kibibytes * 1024 / ROW_BYTES; i++) {
            byte[] key = RowKeys.edgeOut("a", "T", "b" + (1000 + i));
            writer.add(key, key.length, value, 0, value.length);
          }
        });
  }

  private SegmentHandle concepts(int count) throws IOException {
    return segment(
        0,
        writer -> {
          for (int i = 0; i < count; i++) {
            byte[] key = RowKeys.concept("c" + i);
            byte[] value = ConceptRow.encode(Concept.builder("c" + i).build(), null);
            writer.add(key, key.length, value, 0, value.length);
          }
        });
  }

  private SegmentHandle tombstones(int count) throws IOException {
    return segment(
        count,
        writer -> {
          for (int i = 0; i < count; i++) {
            byte[] key = RowKeys.concept("c" + i);
            writer.add(key, key.length, new byte[0], 0, -1);
          }
        });
  }

  /** Writes the rows of a segment. */
  private interface Rows {
    void writeTo(SegmentWriter writer) throws IOException;
  }

  private SegmentHandle segment(int tombstones, Rows rows) throws IOException {
    long number = handles.size() + 1L;
    try (OutputFile file = storage.create(SegmentFormat.fileName(number));
        SegmentWriter writer = SegmentWriter.create(file, 1000)) {
      rows.writeTo(writer);
      writer.endRows();
      writer.finish(number, number, number);
    }
    Segment segment = Segment.open(storage, number);
    Codebooks none = Codebooks.open(storage, List.of(), OPTIONS);
    SegmentHandle handle =
        new SegmentHandle(
            storage,
            new OpenedSegment(
                segment,
                SegmentCells.open(segment, none),
                number,
                number,
                number,
                tombstones,
                false),
            new Liveness());
    handles.add(handle);
    return handle;
  }
}
