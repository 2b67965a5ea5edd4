package dev.sutra.segment;

import dev.sutra.io.SectionedFileWriter;
import dev.sutra.io.Storage;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Analyzes the texts of a range of a segment's documents. Postings are buffered in the heap up to a
 * limit; beyond it, parts are written to temporary files. Not thread-safe.
 */
final class TextRange {
  /**
   * What is analyzed, and how.
   *
   * @param fileNumbers supplies unused file numbers, for parts
   * @param checkpoint called regularly; cancels by throwing an exception
   */
  record Source(
      Segment segment,
      Storage storage,
      TextAnalyzer analyzer,
      LongSupplier fileNumbers,
      Runnable checkpoint) {}

  /** Documents whose postings are in a temporary file. */
  record Part(String name, int first, int documents) {
    /** The numbers of the documents in the segment. */
    int[] numbers() {
      return TextRange.numbers(first, documents);
    }
  }

  private static final int ROWS_PER_CHECK = 1024;

  private final Source source;
  private final long bufferBytesMax;
  private final int end;
  private final List<Part> parts = new ArrayList<>();
  private TextBuffer buffer;
  // The first document in the buffer.
  private int first;

  /**
   * Prepares a range.
   *
   * @param bufferBytesMax heap bytes for postings; a single text may exceed it
   * @param from first document
   * @param end the document after the last one
   */
  TextRange(Source source, long bufferBytesMax, int from, int end) {
    this.source = source;
    this.bufferBytesMax = bufferBytesMax;
    this.first = from;
    this.end = end;
    this.buffer = new TextBuffer(source.analyzer());
  }

  /** Analyzes all texts of the range. */
  void analyze() throws IOException {
    if (first == end) {
      return;
    }
    SegmentCursor row = source.segment().cursor();
    row.seekOrdinal(first);
    boolean more = true;
    while (more && row.keyBuffer()[0] == RowKeys.CONCEPT) {
      if (row.ordinal() % ROWS_PER_CHECK == 0) {
        source.checkpoint().run();
      }
      if (buffer.bytes() > bufferBytesMax) {
        writePart(row.ordinal());
      }
      add(row, row.ordinal() - first, buffer);
      more = row.ordinal() + 1 < end && row.next();
    }
  }

  /** The parts so far, in the order of their documents. */
  List<Part> parts() {
    return parts;
  }

  /** The postings that are in no part. */
  TextBuffer buffer() {
    return buffer;
  }

  /** The numbers in the segment of the documents that are in no part. */
  int[] numbers() {
    return numbers(first, end - first);
  }

  /** Deletes the files of the parts. */
  void deleteParts() throws IOException {
    for (Part part : parts) {
      if (source.storage().exists(part.name)) {
        source.storage().delete(part.name);
      }
    }
  }

  /** Writes what is buffered as a part, too. */
  void writeRest() throws IOException {
    writePart(end);
  }

  /** Adds the text of a row, if it has one. */
  static void add(SegmentCursor row, int document, TextBuffer buffer) {
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

  private void writePart(int to) throws IOException {
    String name = SegmentFormat.fileName(source.fileNumbers().getAsLong());
    Part part = new Part(name, first, to - first);
    // Added before it is written, so that it is deleted even if writing fails.
    parts.add(part);
    try (SectionedFileWriter out = SectionedFileWriter.create(source.storage(), name)) {
      buffer.writeTo(out.begin(SegmentFormat.TEXT), numbers(0, part.documents), part.documents);
      out.finish();
    }
    buffer = new TextBuffer(source.analyzer());
    first = to;
  }

  private static int[] numbers(int from, int count) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, i -> from + i);
    return numbers;
  }
}
