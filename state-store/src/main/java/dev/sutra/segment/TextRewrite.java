package dev.sutra.segment;

import static dev.sutra.io.Layouts.LONG;

import dev.sutra.io.OutputFile;
import dev.sutra.io.Section;
import dev.sutra.io.SectionOutput;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.SectionedFileWriter;
import dev.sutra.io.Storage;
import dev.sutra.record.RowKeys;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.text.index.TextIndex;
import dev.sutra.text.index.TextIndexMerger;
import dev.sutra.text.score.TextSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies a segment and analyzes its texts again; all other sections are unchanged. Postings are
 * buffered in the heap up to a limit. Beyond it, parts are written to temporary files and merged.
 */
public final class TextRewrite {
  // With fewer documents, a second thread gains little.
  private static final int HALF_DOCUMENTS_MIN = 4_096;

  private final TextRange.Source source;
  private final long bufferBytesMax;

  /**
   * Prepares a copy.
   *
   * @param bufferBytesMax heap bytes for the postings of a thread; a single text may exceed it
   * @param fileNumbers supplies unused file numbers, for temporary files
   * @param checkpoint called regularly, by several threads; cancels by throwing an exception
   */
  public TextRewrite(
      Segment segment,
      Storage storage,
      TextAnalyzer analyzer,
      long bufferBytesMax,
      LongSupplier fileNumbers,
      Runnable checkpoint) {
    this.source = new TextRange.Source(segment, storage, analyzer, fileNumbers, checkpoint);
    this.bufferBytesMax = bufferBytesMax;
  }

  /** Returns an index of a segment's texts in the heap. */
  public static TextSource inMemory(Segment segment, TextAnalyzer analyzer) {
    TextBuffer buffer = new TextBuffer(analyzer);
    SegmentCursor row = segment.cursor();
    while (row.next() && row.keyBuffer()[0] == RowKeys.CONCEPT) {
      TextRange.add(row, row.ordinal(), buffer);
    }
    return buffer;
  }

  /**
   * Writes the copy to a new file and forces it.
   *
   * @param helper may analyze half of the texts; null if this thread has to analyze all
   */
  public void write(OutputFile file, long fileNumber, @Nullable Executor helper)
      throws IOException {
    List<TextRange> ranges = ranges(helper == null ? 1 : 2);
    try (SectionedFileWriter out = SectionedFileWriter.create(file)) {
      if (helper == null || ranges.size() == 1) {
        for (TextRange range : ranges) {
          range.analyze();
        }
      } else {
        analyze(ranges.getFirst(), ranges.getLast(), helper);
      }
      for (int kind = SegmentFormat.ROWS; kind <= SegmentFormat.LAST; kind++) {
        if (kind == SegmentFormat.TEXT) {
          writeTexts(ranges, out);
        } else {
          copy(kind, fileNumber, out);
        }
      }
      out.finish();
    } finally {
      for (TextRange range : ranges) {
        range.deleteParts();
      }
    }
  }

  private List<TextRange> ranges(int wanted) {
    int documents = source.segment().documents();
    int half = documents / 2;
    return wanted == 1 || half < HALF_DOCUMENTS_MIN
        ? List.of(new TextRange(source, bufferBytesMax, 0, documents))
        : List.of(
            new TextRange(source, bufferBytesMax, 0, half),
            new TextRange(source, bufferBytesMax, half, documents));
  }

  /** Analyzes one range in this thread, and the other one in the thread that is first at it. */
  private static void analyze(TextRange own, TextRange other, Executor helper) throws IOException {
    FutureTask<@Nullable Void> task =
        new FutureTask<>(
            () -> {
              other.analyze();
              return null;
            });
    helper.execute(task);
    try {
      own.analyze();
    } finally {
      // Does nothing if it was begun; in any case it has to end before its files are deleted.
      task.run();
      await(task);
    }
  }

  private static void await(FutureTask<@Nullable Void> task) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failed -> throw failed;
        case RuntimeException failed -> throw failed;
        case Error failed -> throw failed;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void writeTexts(List<TextRange> ranges, SectionedFileWriter out) throws IOException {
    if (ranges.stream().allMatch(range -> range.parts().isEmpty())) {
      List<TextBuffer> buffers = ranges.stream().map(TextRange::buffer).toList();
      if (buffers.stream().anyMatch(TextBuffer::hasTerms)) {
        List<int[]> numbers = ranges.stream().map(TextRange::numbers).toList();
        int documents = source.segment().documents();
        TextBuffer.write(buffers, numbers, documents, out.begin(SegmentFormat.TEXT));
      }
      return;
    }
    List<TextRange.Part> parts = new ArrayList<>();
    for (TextRange range : ranges) {
      range.writeRest();
      parts.addAll(range.parts());
    }
    merge(parts, out);
  }

  private void merge(List<TextRange.Part> parts, SectionedFileWriter out) throws IOException {
    List<SectionedFile> files = new ArrayList<>();
    try {
      List<TextIndex> indexes = new ArrayList<>();
      List<int[]> numbers = new ArrayList<>();
      for (TextRange.Part part : parts) {
        SectionedFile file = SectionedFile.open(source.storage(), part.name());
        files.add(file);
        indexes.add(TextIndex.open(file.requiredSection(SegmentFormat.TEXT)));
        numbers.add(part.numbers());
      }
      int documents = source.segment().documents();
      TextIndexMerger.merge(indexes, numbers, documents, out.begin(SegmentFormat.TEXT));
    } finally {
      files.forEach(SectionedFile::close);
    }
  }

  private void copy(int kind, long fileNumber, SectionedFileWriter out) throws IOException {
    @Nullable Section section = source.segment().file().section(kind);
    if (section == null) {
      return;
    }
    section.verify(0, section.length());
    SectionOutput target = out.begin(kind);
    if (kind == SegmentFormat.IDENTITY) {
      target.writeLong(fileNumber);
      for (long at = Long.BYTES; at < SegmentFormat.IDENTITY_BYTES; at += Long.BYTES) {
        target.writeLong(section.memory().get(LONG, at));
      }
    } else {
      target.writeBytes(section.memory(), 0, section.length());
    }
  }
}
