package dev.sutra.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.PageCursor;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import dev.sutra.kafka.CommitDataParser;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowFormatException;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.RowRules;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.syntax.ExpressionParser;
import dev.sutra.text.syntax.TextExpression;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.quantization.CodebookFile;
import dev.sutra.wal.LogFiles;
import dev.sutra.wal.LogReader;
import dev.sutra.wal.LogTail;
import dev.sutra.wal.LogVisitor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What reads stored bytes, below the checksums. Any bytes are read, or refused with the exception
 * that says so; nothing else may happen.
 */
enum ParserTarget {
  LOG,
  MANIFEST,
  SEGMENT,
  SEGMENT_ROWS(DamagedSegment.ROWS),
  SEGMENT_INDEX(DamagedSegment.INDEX),
  SEGMENT_HASHES(DamagedSegment.HASHES),
  SEGMENT_TEXT(DamagedSegment.TEXT),
  SEGMENT_VECTORS(DamagedSegment.VECTORS),
  SEGMENT_TIMES(DamagedSegment.TIMES),
  SEGMENT_IDENTITY(DamagedSegment.IDENTITY),
  SEGMENT_ATTRIBUTES(DamagedSegment.ATTRIBUTES),
  SEGMENT_CELLS,
  CODEBOOK,
  CONCEPT_ROW,
  ASSOCIATION_ROW,
  ROW_BATCH,
  COMMIT_DATA,
  QUERY_LANGUAGE,
  FILTER_TEXT;

  private static final int BYTES_MAX = 1 << 20;
  private static final RowRules RULES =
      new RowRules(PairWorkload.DIMENSION, Similarity.COSINE, TextAnalyzer.named("standard"));

  private final int section;

  ParserTarget() {
    this(0);
  }

  ParserTarget(int section) {
    this.section = section;
  }

  /** Whether it is a file or a changelog value, not a part of one. */
  boolean isWhole() {
    return switch (this) {
      case LOG, MANIFEST, SEGMENT, ROW_BATCH, COMMIT_DATA -> true;
      default -> false;
    };
  }

  /** Makes bytes that are read. */
  byte[] seed() throws IOException {
    return switch (this) {
      case LOG -> seedLog();
      case MANIFEST -> seedManifest();
      case SEGMENT -> seedSegment();
      case SEGMENT_CELLS -> section(Coded.STORE, Coded.SEGMENT, DamagedSegment.CELLS);
      case CODEBOOK -> Coded.STORE.read(Coded.CODEBOOK, BYTES_MAX);
      case CONCEPT_ROW -> ConceptRow.encode(PairWorkload.concept("id", 7, true), null);
      case ASSOCIATION_ROW -> seedAssociationRow();
      case ROW_BATCH -> seedRowBatch();
      case COMMIT_DATA -> CommitDataParser.seed();
      case QUERY_LANGUAGE ->
          "+dog -(cat AND \"red fish\"~3^2) wolf~1 pup* NOT \\AND x^.5 OR y".getBytes(UTF_8);
      case FILTER_TEXT ->
          ("size > 1.5 and not (s in (a, \"b\") or exists(x)) and has(t -> y) and id ^ \"p-\""
                  + " and updated_at >= 2026-11-27")
              .getBytes(UTF_8);
      default -> seedSection(section);
    };
  }

  /** Throws exceptions that no parser may throw; returns if the bytes are read or refused. */
  void run(byte[] data) throws IOException {
    try {
      switch (this) {
        case LOG -> readLog(data);
        case MANIFEST -> readManifest(data);
        case SEGMENT -> readSegment(StoredChecksums.segment(data));
        case SEGMENT_CELLS -> readCells(data);
        case CODEBOOK -> readCodebook(data);
        case CONCEPT_ROW -> readConceptRow(data);
        case ASSOCIATION_ROW -> readAssociationRow(data);
        case ROW_BATCH -> readRowBatch(data);
        case COMMIT_DATA -> readCommitData(data);
        case QUERY_LANGUAGE -> readQuery(new String(data, UTF_8));
        case FILTER_TEXT -> readFilter(data);
        default -> readSegment(StoredChecksums.withSection(seedSegment(), section, data));
      }
    } catch (CorruptFileException | RowFormatException e) {
      // Refused.
    }
  }

  /** What is read can be written, read again, analyzed and searched. */
  private static void readQuery(String text) throws IOException {
    TextExpression query;
    try {
      query = ExpressionParser.parse(text);
    } catch (IllegalArgumentException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("(at character "), e::toString);
      return;
    }
    assertEquals(query, ExpressionParser.parse(query.toString()));
    try (StorageEngine engine = StoreDamageTest.Store.SEGMENTS.open(Segments.STORE.copy());
        Snapshot snapshot = engine.snapshot()) {
      snapshot.search(TextSearch.of(text, TextSearch.Mode.QUERY, 5).withHighlight(true));
    } catch (IllegalArgumentException e) {
      // More terms than are allowed, or no well-formed text.
      assertFalse(String.valueOf(e.getMessage()).contains("(at character "), e::toString);
    }
  }

  private static byte[] seedLog() throws IOException {
    CrashStorage storage = StoreDamageTest.Store.OUTER_LOG.fill();
    for (String name : storage.list()) {
      if (LogFiles.number(name) >= 0) {
        return storage.read(name, BYTES_MAX);
      }
    }
    throw new AssertionError("no log in " + storage.list());
  }

  private static void readLog(byte[] data) throws IOException {
    CrashStorage storage = new CrashStorage();
    storage.set(LogFiles.name(1), StoredChecksums.log(data, 1));
    for (LogTail tail : LogTail.values()) {
      try {
        LogReader.read(storage, LogFiles.name(1), tail, new RowsOfLog());
      } catch (IOException e) {
        assertNewer(e);
      }
    }
  }

  private static byte[] seedManifest() throws IOException {
    return StoreDamageTest.Store.OUTER_LOG.fill().read(ManifestFile.NAME, BYTES_MAX);
  }

  private static void readManifest(byte[] data) throws IOException {
    CrashStorage storage = Segments.STORE.copy();
    storage.set(ManifestFile.NAME, StoredChecksums.manifest(data));
    try {
      StoreCheck.run(storage);
      StoredOptions.read(storage);
    } catch (IOException e) {
      assertNewer(e);
    }
  }

  private static byte[] seedSegment() throws IOException {
    return Segments.STORE.read(Segments.NAME, BYTES_MAX);
  }

  private static byte[] seedSection(int kind) throws IOException {
    return section(Segments.STORE, Segments.NAME, kind);
  }

  private static byte[] section(CrashStorage storage, String name, int kind) throws IOException {
    DamagedSegment segment = DamagedSegment.read(storage, name);
    int start = segment.start(kind);
    byte[] file = storage.read(name, BYTES_MAX);
    return Arrays.copyOfRange(file, start, start + segment.length(kind));
  }

  private static void readCells(byte[] data) throws IOException {
    byte[] file = Coded.STORE.read(Coded.SEGMENT, BYTES_MAX);
    CrashStorage storage = Coded.STORE.copy();
    storage.set(Coded.SEGMENT, StoredChecksums.withSection(file, DamagedSegment.CELLS, data));
    StoreCheck.run(storage);
    try (StorageEngine engine = StoreDamageTest.Store.CODED.open(storage);
        Snapshot snapshot = engine.snapshot()) {
      snapshot.similar(new SimilarQuery(new float[] {1, 1, 1}, 20, -2, false, null));
    }
  }

  private static void readCodebook(byte[] data) throws IOException {
    CrashStorage storage = new CrashStorage();
    storage.set(CodebookFile.name(1), StoredChecksums.codebook(data));
    CodebookFile.read(storage, 1);
  }

  /** Checks a store with that segment, and asks it all questions. */
  private static void readSegment(byte[] file) throws IOException {
    CrashStorage storage = Segments.STORE.copy();
    storage.set(Segments.NAME, file);
    StoreCheck.run(storage);
    try {
      StoreDamageTest.Store.SEGMENTS.answers(storage);
    } catch (RowFormatException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      // A key out of place can end a page, but cannot start the next one.
      assertEquals(PageCursor.invalid().getMessage(), e.getMessage(), e::toString);
      assertFalse(StoreCheck.run(storage).isClean());
    }
  }

  private static void readConceptRow(byte[] data) {
    // Accepted input can be encoded again.
    ConceptRow.decode("id", ConceptRow.encode(ConceptRow.decode("id", data), null));
    try {
      RULES.check(RowKeys.concept("id"), data);
    } catch (IllegalArgumentException e) {
      // A concept, but none that fits a store with these rules.
    }
  }

  private static byte[] seedAssociationRow() {
    RowBatch rows = PairWorkload.transaction(1);
    int at = rows.valueOffset(1);
    return Arrays.copyOfRange(rows.buffer(), at, at + rows.valueLength(1));
  }

  private static void readAssociationRow(byte[] data) {
    AssociationRow.decode(RowKeys.edgeOut("a", "IS", "b"), data);
    AssociationRow.decode(data, seedAssociationRow());
  }

  private static byte[] seedRowBatch() {
    RowBatch rows = PairWorkload.transaction(1);
    return Arrays.copyOf(rows.buffer(), rows.bytes());
  }

  private static void readRowBatch(byte[] data) {
    for (int rows : List.of(-1, 0, 1, 4, data.length)) {
      try {
        new RowBatch().decode(MemorySegment.ofArray(data), 0, data.length, rows);
      } catch (IllegalArgumentException e) {
        // Refused; another number of rows may fit.
      }
    }
  }

  private static void readCommitData(byte[] data) {
    try {
      CommitDataParser.read(data);
    } catch (IllegalArgumentException e) {
      // Refused.
    }
  }

  private static void readFilter(byte[] data) {
    ConceptFilter filter;
    try {
      filter = ConceptFilter.parse(new String(data, UTF_8));
    } catch (IllegalArgumentException e) {
      // Refused, in few words.
      assertTrue(String.valueOf(e.getMessage()).length() < 1_000, e.getMessage());
      return;
    }
    assertEquals(filter, ConceptFilter.parse(filter.text()));
  }

  private static void assertNewer(IOException e) {
    if (!String.valueOf(e.getMessage()).contains("newer version")) {
      throw new AssertionError(e);
    }
  }

  /** A store whose larger segment is replaced. */
  private static final class Segments {
    private static final CrashStorage STORE = fill(StoreDamageTest.Store.SEGMENTS);
    private static final String NAME = last(STORE);
  }

  /** A store with codes. */
  private static final class Coded {
    private static final CrashStorage STORE = fill(StoreDamageTest.Store.CODED);
    private static final String SEGMENT = last(STORE);
    private static final String CODEBOOK = codebook();

    private static String codebook() {
      try {
        return STORE.list().stream()
            .filter(name -> CodebookFile.number(name) >= 0)
            .findFirst()
            .orElseThrow();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static CrashStorage fill(StoreDamageTest.Store store) {
    try {
      return store.fill();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String last(CrashStorage storage) {
    try {
      return DamagedSegment.names(storage).getLast();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Looks at every row of every transaction. */
  private static final class RowsOfLog implements LogVisitor {
    @Override
    public void transaction(long sequence, boolean committed, RowBatch rows, long end) {
      for (int row = 0; row < rows.size(); row++) {
        Objects.checkFromIndexSize(rows.keyOffset(row), rows.keyLength(row), rows.buffer().length);
      }
    }

    @Override
    public void commit(long sequence, byte[] data, long end) {
      assertTrue(data.length <= end, "commit data");
    }
  }
}
