package dev.sutra.segment;

import static dev.sutra.io.Layouts.LONG;

import dev.sutra.io.OutputFile;
import dev.sutra.io.Section;
import dev.sutra.io.SectionOutput;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.SectionedFileWriter;
import dev.sutra.io.Storage;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.text.index.TextIndex;
import dev.sutra.text.index.TextIndexMerger;
import dev.sutra.text.score.TextSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies a segment and analyzes its texts again; all other sections are unchanged. Postings are
 * buffered in the heap up to a limit. Beyond it, parts are written to temporary files and merged.
 */
public final class TextRewrite {
  /** A range of documents whose postings are in a temporary file. */
  private record Part(String name, int first, int documents) {}

  private static final int ROWS_PER_CHECK = 1024;

  private final Segment segment;
  private final Storage storage;
  private final TextAnalyzer analyzer;
  private final long bufferBytesMax;
  private final LongSupplier fileNumbers;
  private final Runnable checkpoint;
  private final List<Part> parts = new ArrayList<>();
  private TextBuffer buffer;
  private int first;

  /**
   * Prepares a copy.
   *
   * @param bufferBytesMax heap bytes for postings; a single text may exceed it
   * @param fileNumbers supplies unused file numbers, for temporary files
   * @param checkpoint called regularly; cancels by throwing an exception
   */
  public TextRewrite(
      Segment segment,
      Storage storage,
      TextAnalyzer analyzer,
      long bufferBytesMax,
      LongSupplier fileNumbers,
      Runnable checkpoint) {
    this.segment = segment;
    this.storage = storage;
    this.analyzer = analyzer;
    this.bufferBytesMax = bufferBytesMax;
    this.fileNumbers = fileNumbers;
    this.checkpoint = checkpoint;
    this.buffer = new TextBuffer(analyzer);
  }

  /** Returns an index of a segment's texts in the heap. */
  public static TextSource inMemory(Segment segment, TextAnalyzer analyzer) {
    TextBuffer buffer = new TextBuffer(analyzer);
    SegmentCursor row = segment.cursor();
    while (row.next() && row.keyBuffer()[0] == RowKeys.CONCEPT) {
      add(row, row.ordinal(), buffer);
    }
    return buffer;
  }

  /** Adds the text of a row, if it has one. */
  private static void add(SegmentCursor row, int document, TextBuffer buffer) {
    if (row.isTombstone()) {
      return;
    }
    byte[] value = row.valueWithoutVector();
    long range = ConceptRow.textRange(value, 0);
    if (range != ConceptRow.NO_TEXT) {
      int from = (int) (range >>> Integer.SIZE);
      buffer.add(document, value, from, from + (int) range);
    }
  }

  /** Writes the copy to a new file and forces it. */
  public void write(OutputFile file, long fileNumber) throws IOException {
    try (SectionedFileWriter out = SectionedFileWriter.create(file)) {
      analyze();
      for (int kind = SegmentFormat.ROWS; kind <= SegmentFormat.CELLS; kind++) {
        if (kind == SegmentFormat.TEXT) {
          writeTexts(out);
        } else {
          copy(kind, fileNumber, out);
        }
      }
      out.finish();
    } finally {
      for (Part part : parts) {
        if (storage.exists(part.name)) {
          storage.delete(part.name);
        }
      }
    }
  }

  private void analyze() throws IOException {
    SegmentCursor row = segment.cursor();
    while (row.next() && row.keyBuffer()[0] == RowKeys.CONCEPT) {
      if (row.ordinal() % ROWS_PER_CHECK == 0) {
        checkpoint.run();
      }
      if (buffer.bytes() > bufferBytesMax) {
        writePart(row.ordinal());
      }
      add(row, row.ordinal() - first, buffer);
    }
  }

  private void writePart(int end) throws IOException {
    Part part = new Part(SegmentFormat.fileName(fileNumbers.getAsLong()), first, end - first);
    // Added before it is written, so that it is deleted even if writing fails.
    parts.add(part);
    try (SectionedFileWriter out = SectionedFileWriter.create(storage, part.name)) {
      writeBuffer(out, part.documents);
      out.finish();
    }
    buffer = new TextBuffer(analyzer);
    first = end;
  }

  private void writeTexts(SectionedFileWriter out) throws IOException {
    if (parts.isEmpty()) {
      if (buffer.hasTerms()) {
        writeBuffer(out, segment.documents());
      }
      return;
    }
    writePart(segment.documents());
    List<SectionedFile> files = new ArrayList<>();
    try {
      List<TextIndex> indexes = new ArrayList<>();
      List<int[]> numbers = new ArrayList<>();
      for (Part part : parts) {
        SectionedFile file = SectionedFile.open(storage, part.name);
        files.add(file);
        indexes.add(TextIndex.open(file.requiredSection(SegmentFormat.TEXT)));
        numbers.add(numbers(part.first, part.documents));
      }
      TextIndexMerger.merge(indexes, numbers, segment.documents(), out.begin(SegmentFormat.TEXT));
    } finally {
      files.forEach(SectionedFile::close);
    }
  }

  private void writeBuffer(SectionedFileWriter out, int documents) throws IOException {
    buffer.writeTo(out.begin(SegmentFormat.TEXT), numbers(0, documents), documents);
  }

  private static int[] numbers(int first, int count) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, i -> first + i);
    return numbers;
  }

  private void copy(int kind, long fileNumber, SectionedFileWriter out) throws IOException {
    @Nullable Section section = segment.file().section(kind);
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
