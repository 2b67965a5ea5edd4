package dev.sutra.engine.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.Storage;
import dev.sutra.manifest.CodebookState;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCursor;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.vector.quantization.CodebookFile;
import dev.sutra.wal.LogEnd;
import dev.sutra.wal.LogFiles;
import dev.sutra.wal.LogReader;
import dev.sutra.wal.LogTail;
import dev.sutra.wal.LogVisitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints the contents of a store's files as text. Changes nothing. */
public final class StoreDump {
  /**
   * Options of a dump.
   *
   * @param rows whether to print rows of segments and logs
   * @param limit maximum number of rows per file
   * @param vectors whether to print vectors in full
   */
  public record Options(boolean rows, long limit, boolean vectors) {}

  private final Storage storage;
  private final Options options;
  private final Consumer<String> out;

  private StoreDump(Storage storage, Options options, Consumer<String> out) {
    this.storage = storage;
    this.options = options;
    this.out = out;
  }

  /**
   * Dumps a store that is not open.
   *
   * @param out receives the lines; texts and ids are printed as stored
   * @throws dev.sutra.io.DirectoryLockedException if it is open
   * @throws dev.sutra.io.CorruptFileException at the first corruption, after the lines before it
   * @throws IOException if it is not a store or cannot be read
   */
  public static void run(Path directory, Options options, Consumer<String> out) throws IOException {
    try (FileSystemStorage storage = FileSystemStorage.openExisting(directory)) {
      new StoreDump(storage, options, out).run();
    }
  }

  private void run() throws IOException {
    Manifest manifest = ManifestFile.read(storage);
    if (manifest == null) {
      throw new IOException("there is no store in " + storage.describe());
    }
    out.accept("manifest: next file " + manifest.nextFileNumber() + ", " + manifest.properties());
    for (CodebookState codebook : manifest.codebooks()) {
      out.accept(
          CodebookFile.name(codebook.fileNumber())
              + ": codebook "
              + Long.toHexString(codebook.id())
              + ", "
              + codebook.bytes()
              + " bytes");
    }
    version("current", manifest.current());
    VersionState committed = manifest.committed();
    if (committed != null) {
      version("committed", committed);
    }
    for (String name : storage.list()) {
      if (SegmentFormat.isSegment(name)) {
        segment(name);
      } else if (LogFiles.number(name) >= 0) {
        log(name);
      }
    }
  }

  private void version(String name, VersionState version) {
    out.accept(
        name
            + " version: flushed to transaction "
            + version.flushedSequence()
            + ", committed to "
            + version.committedSequence()
            + " with "
            + version.commitData().length
            + " bytes of data, "
            + version.counters());
    for (SegmentState state : version.segments()) {
      out.accept(
          "  "
              + SegmentFormat.fileName(state.fileNumber())
              + ": transactions "
              + state.minSequence()
              + " to "
              + state.maxSequence()
              + ", "
              + state.bytes()
              + " bytes, "
              + BitSet.valueOf(state.deadDocuments()).cardinality()
              + " dead documents"
              + (state.textsPending() ? ", texts not indexed yet" : ""));
    }
    version.logs().forEach(log -> out.accept("  " + LogFiles.name(log)));
  }

  private void segment(String name) throws IOException {
    try (Segment segment = Segment.open(storage, SegmentFormat.number(name))) {
      out.accept(
          name
              + ": "
              + segment.bytes()
              + " bytes, "
              + segment.rows()
              + " rows, "
              + segment.documents()
              + " documents");
      segment
          .sections()
          .forEach((section, bytes) -> out.accept("  " + section + ": " + bytes + " bytes"));
      if (segment.rows() > 0) {
        SegmentCursor row = segment.cursor();
        row.next();
        String first = key(Arrays.copyOf(row.keyBuffer(), row.keyLength()));
        row.seekOrdinal(segment.rows() - 1);
        String last = key(Arrays.copyOf(row.keyBuffer(), row.keyLength()));
        out.accept("  keys: " + first + " to " + last);
      }
      SegmentCursor row = segment.cursor();
      for (long shown = 0; options.rows && shown < options.limit && row.next(); shown++) {
        byte[] key = Arrays.copyOf(row.keyBuffer(), row.keyLength());
        row(row.ordinal(), key, row.isTombstone() ? null : row.value());
      }
    }
  }

  private void log(String name) throws IOException {
    out.accept(name + ": " + storage.size(name) + " bytes");
    LogVisitor frames =
        new LogVisitor() {
          private long shown;

          @Override
          public void transaction(long sequence, boolean committed, RowBatch rows, long end) {
            out.accept(
                "  transaction "
                    + sequence
                    + (committed ? " committed by itself, " : ", ")
                    + rows.size()
                    + " rows, ends at "
                    + end);
            for (int i = 0; options.rows && i < rows.size() && shown < options.limit; i++) {
              shown++;
              row(i, bytes(rows, rows.keyOffset(i), rows.keyLength(i)), value(rows, i));
            }
          }

          @Override
          public void commit(long sequence, byte[] data, long end) {
            out.accept(
                "  commit of " + sequence + ", " + data.length + " bytes of data, ends at " + end);
          }
        };
    LogEnd end = LogReader.read(storage, name, LogTail.UNFORCED, frames);
    if (end.torn()) {
      out.accept("  torn at " + end.validLength() + ", " + end.droppedBytes() + " bytes");
    }
  }

  private void row(int number, byte[] key, byte @Nullable [] value) {
    out.accept("  " + number + " " + key(key) + " " + (value == null ? "-" : value(key, value)));
  }

  private String value(byte[] key, byte[] value) {
    if (key[0] != RowKeys.CONCEPT) {
      return AssociationRow.decode(key, value).toString();
    }
    Concept concept = ConceptRow.decode(RowKeys.conceptId(key), value);
    float[] vector = concept.vector();
    String shown = "none";
    if (vector != null) {
      shown = options.vectors ? Arrays.toString(vector) : vector.length + " components";
    }
    return "text="
        + concept.text()
        + " attributes="
        + concept.attributes()
        + " strength="
        + concept.strength()
        + " confidence="
        + concept.confidence()
        + " createdAt="
        + concept.createdAt()
        + " updatedAt="
        + concept.updatedAt()
        + " vector="
        + shown;
  }

  /** A key without its length prefixes. */
  private static String key(byte[] key) {
    if (key[0] == RowKeys.CONCEPT) {
      return "concept " + RowKeys.conceptId(key);
    }
    int near = 2 + (key[1] & 0xff) + 1;
    int type = near + 1 + (key[near] & 0xff) + 1;
    return (key[0] == RowKeys.EDGE_OUT ? "out " : "in ")
        + new String(key, 2, near - 2, UTF_8)
        + " "
        + new String(key, near + 1, type - near - 1, UTF_8)
        + " "
        + new String(key, type, key.length - type, UTF_8);
  }

  private static byte @Nullable [] value(RowBatch rows, int row) {
    return rows.isDelete(row) ? null : bytes(rows, rows.valueOffset(row), rows.valueLength(row));
  }

  private static byte[] bytes(RowBatch rows, int offset, int length) {
    return Arrays.copyOfRange(rows.buffer(), offset, offset + length);
  }
}
