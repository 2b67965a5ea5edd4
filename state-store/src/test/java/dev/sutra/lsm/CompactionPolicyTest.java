package dev.sutra.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.io.CrashStorage;
import dev.sutra.record.Liveness;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.segment.SegmentWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of some segments are merged; sizes in KiB, newest first. */
class CompactionPolicyTest {
  private static final int ROW_BYTES = 32 * 1024;

  private final CrashStorage storage = new CrashStorage();
  private final List<SegmentHandle> handles = new ArrayList<>();
  private final Set<SegmentHandle> merging = new HashSet<>();

  @AfterEach
  void close() {
    handles.forEach(handle -> handle.segment().close());
  }

  @Test
  void fewSegmentsAreLeftAlone() throws IOException {
    assertChosen(List.of());
    assertChosen(List.of(), 64);
    assertChosen(List.of(), 64, 64, 64);
  }

  @Test
  void fourOfLikeSizeAreMerged() throws IOException {
    assertChosen(List.of(0, 1, 2, 3), 64, 64, 64, 64);
    assertChosen(List.of(0, 1, 2, 3), 2048, 2048, 2048, 2048);
  }

  @Test
  void smallOnesCountAsOfLikeSize() throws IOException {
    assertChosen(List.of(0, 1, 2, 3), 64, 960, 64, 960);
  }

  @Test
  void muchLargerOlderOneStaysOutOfTheRun() throws IOException {
    assertChosen(List.of(0, 1, 2, 3), 64, 64, 64, 64, 6144);
    assertChosen(List.of(), 64, 64, 64, 6144);
  }

  @Test
  void olderOneJoinsOnceTheRunIsAsLarge() throws IOException {
    assertChosen(List.of(0, 1, 2, 3, 4), 1024, 1024, 1024, 1024, 4096);
  }

  @Test
  void runMayBeginBehindANewerSegmentThatDoesNotFit() throws IOException {
    assertChosen(List.of(1, 2, 3, 4), 64, 4096, 4096, 4096, 4096);
  }

  @Test
  void smallerOlderOnesJoinALargeOne() throws IOException {
    assertChosen(List.of(1, 2, 3, 4, 5), 64, 6144, 64, 64, 64, 64);
  }

  private void assertChosen(List<Integer> expected, int... kibibytes) throws IOException {
    List<SegmentHandle> newestFirst = new ArrayList<>();
    for (int size : kibibytes) {
      newestFirst.add(segment(size));
    }
    List<Integer> chosen = new ArrayList<>();
    for (SegmentHandle handle : CompactionPolicy.choose(newestFirst, merging::contains)) {
      chosen.add(newestFirst.indexOf(handle));
    }
    assertEquals(expected, chosen);
  }

  private SegmentHandle segment(int kibibytes) throws IOException {
    long number = handles.size() + 1L;
    byte[] value = new byte[ROW_BYTES];
    try (SegmentWriter writer =
        SegmentWriter.create(storage.create(SegmentFormat.fileName(number)), 1000)) {
      for (int i = 0; i < kibibytes * 1024 / ROW_BYTES; i++) {
        byte[] key = RowKeys.edgeOut("a", "T", "b" + (1000 + i));
        writer.add(key, key.length, value, 0, value.length);
      }
      writer.endRows();
      writer.finish(number, number, number);
    }
    SegmentHandle handle =
        new SegmentHandle(
            storage, Segment.open(storage, number), new Liveness(), number, number, number);
    handles.add(handle);
    return handle;
  }
}
