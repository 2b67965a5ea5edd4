package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.engine.tools.CheckReport;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.Problem;
import dev.sutra.lsm.core.CodingLimits;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.vector.quantization.CodebookFile;
import dev.sutra.wal.LogFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Damage to any file of a small store: a flipped bit, another length, a block of zeros. It is named
 * with file and offset, or what is missing is an unfinished end of the log, or all answers are
 * right; and a check finds it in each case. {@code -Dsutra.damage.step=1} for every bit and every
 * length, a higher number for one of so many; {@code -Dsutra.damage.seed=S} chooses which.
 */
class StoreDamageTest {
  private static final int STEP = Integer.getInteger("sutra.damage.step", 499);
  private static final long SEED = Long.getLong("sutra.damage.seed", new Random().nextInt(9_999));
  private static final int FILE_BYTES_MAX = 1 << 17;
  private static final int FRAME_BYTES_MAX = 2_048;
  private static final TreeLimits CODING =
      new TreeLimits(24, 48, 3, 1, 10, new CodingLimits(64, 64, Integer.MAX_VALUE));
  private static final Logger BACKGROUND = (Logger) LoggerFactory.getLogger("dev.sutra.lsm");

  /** Each corruption of codes would also be logged. */
  @BeforeAll
  static void silenceTheLog() {
    BACKGROUND.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreTheLog() {
    BACKGROUND.setLevel(null);
  }

  /** Stores of which every file is damaged. */
  enum Store {
    /** Segments with all sections but codes, a log. */
    SEGMENTS,
    /** A codebook, and a segment with codes. */
    CODED,
    /** Two logs that were forced. */
    FORCED_LOGS,
    /** Two logs that were not. */
    LOGS,
    /** A manifest with a committed version, logs with commits. */
    OUTER_LOG;

    private EngineOptions options() {
      EngineOptions options =
          switch (this) {
            case SEGMENTS, CODED -> EngineOptions.standalone(3);
            case FORCED_LOGS -> EngineOptions.standalone(PairWorkload.DIMENSION);
            case LOGS ->
                EngineOptions.standalone(PairWorkload.DIMENSION).withDurability(Durability.PROCESS);
            case OUTER_LOG -> EngineOptions.underOuterLog(PairWorkload.DIMENSION);
          };
      return options.withAnalyzer("standard");
    }

    CrashStorage fill() throws IOException {
      CrashStorage storage = new CrashStorage();
      if (this == SEGMENTS || this == CODED) {
        try (StorageEngine engine = StorageEngine.open(storage, options(), CODING)) {
          writeSegments(engine);
          if (this == CODED) {
            engine.trainQuantizer();
            engine.compact();
          }
        }
        return storage;
      }
      for (int part = 0; part < 2; part++) {
        try (StorageEngine engine = StorageEngine.open(storage, options())) {
          for (int number = 1; number <= 9; number++) {
            engine.apply(PairWorkload.transaction(9 * part + number));
            if (options().outerLog() && number % 3 == 0) {
              engine.commit(new byte[] {(byte) (9 * part + number)});
            }
            if (options().outerLog() && number == 4) {
              engine.flush();
            }
          }
        }
      }
      return storage;
    }

    private static void writeSegments(StorageEngine engine) {
      for (int i = 0; i < 220; i++) {
        Concept.Builder concept =
            Concept.builder("c" + i).attribute("legs", i).createdAt(i).updatedAt(9_000 - i);
        concept.attribute("even", i % 2 == 0).attribute("half", i / 2.0);
        if (i % 9 == 0) {
          concept.attribute("name", "n" + i % 7).attribute("rare", i % 2 == 0 ? "x" : 5);
        }
        concept.text("all dogs bark at dog " + i + " and at dog " + i / 2);
        engine.put(concept.vector(new float[] {i, 1, 2}).build());
        engine.associate(Association.of("c" + i, "IS", "c" + (i + 7) % 60, 0.5f, i));
        if (i == 40) {
          engine.flush();
        }
      }
      engine.delete("c12");
      engine.flush();
      engine.put(Concept.builder("c3").text("a dog again").build());
    }

    StorageEngine open(CrashStorage storage) throws IOException {
      return StorageEngine.open(storage, options(), CODING);
    }

    /** What it answers, whole or without its last transactions. */
    List<String> answers(CrashStorage storage) throws IOException {
      try (StorageEngine engine = open(storage);
          Snapshot snapshot = engine.snapshot()) {
        if (this == CODED) {
          checkApproximate(snapshot);
        }
        if (this != SEGMENTS && this != CODED) {
          int reached = PairWorkload.checkWhole(snapshot, name());
          return List.of("at " + reached);
        }
        List<String> ids = IntStream.range(0, 9).mapToObj(i -> "c" + i).toList();
        List<String> answers =
            new ArrayList<>(
                Transcript.of(
                    snapshot, ids, List.of("all", "dog 7", "da*"), new float[] {1, 1, 1}));
        for (String filter : FILTERS) {
          // In front: the last answer tells how far a damaged log reached.
          answers.add(
              0,
              snapshot
                  .timeline(
                      new TimelineQuery(0, 10_000, true, 900, null)
                          .withFilter(ConceptFilter.parse(filter)))
                  .items()
                  .toString());
        }
        return answers;
      }
    }

    /** By codes, or without them where they are damaged: as many hits, of the same scores. */
    private static void checkApproximate(Snapshot snapshot) {
      float[] vector = {1, 1, 1};
      SimilarQuery exact = new SimilarQuery(vector, 300, -2, true, null);
      SimilarQuery approximate = new SimilarQuery(vector, 300, -2, false, null);
      assertEquals(
          Set.copyOf(snapshot.similar(exact).items()),
          Set.copyOf(snapshot.similar(approximate).items()));
    }

    /** Whether the end of a log may go unnoticed: what was promised of it is no more than that. */
    private boolean mayLoseTail(String file) {
      return LogFiles.number(file) >= 0;
    }
  }

  /** They read all parts of the attributes of a segment. */
  private static final List<String> FILTERS =
      List.of(
          "even = true and legs < 100",
          "half > 3.25 and half <= 40 and not exists(rare)",
          "name in (n1, n4, none) or rare = 5 or rare = x",
          "created_at < 30 and legs >= 7");

  private int damages;

  @ParameterizedTest
  @EnumSource
  @Execution(ExecutionMode.CONCURRENT)
  void damageIsNamedOrHarmless(Store store) throws IOException {
    CrashStorage whole = store.fill();
    List<String> expected = store.answers(whole.copy());
    for (String file : whole.list()) {
      byte[] bytes = whole.read(file, FILE_BYTES_MAX);
      new Damage(store, whole, expected, file, bytes).all();
    }
    assertTrue(damages > 0);
  }

  @Test
  void segmentHasEverySection() throws IOException {
    CrashStorage storage = Store.SEGMENTS.fill();
    for (String name : DamagedSegment.names(storage)) {
      DamagedSegment segment = DamagedSegment.read(storage, name);
      for (int kind = DamagedSegment.ROWS; kind <= DamagedSegment.IDENTITY; kind++) {
        assertTrue(segment.start(kind) > 0, name + " has no section " + kind);
      }
      assertTrue(segment.start(DamagedSegment.ATTRIBUTES) > 0, name + " has no attributes");
    }
  }

  @Test
  void codedStoreHasACodebookAndCodes() throws IOException {
    CrashStorage storage = Store.CODED.fill();
    assertTrue(storage.list().stream().anyMatch(name -> CodebookFile.number(name) >= 0));
    String name = DamagedSegment.names(storage).getLast();
    assertTrue(DamagedSegment.read(storage, name).start(DamagedSegment.CELLS) > 0);
  }

  /** The damages to one file of one store. */
  private final class Damage {
    private final Store store;
    private final CrashStorage whole;
    private final List<String> expected;
    private final String file;
    private final byte[] bytes;

    Damage(Store store, CrashStorage whole, List<String> expected, String file, byte[] bytes) {
      this.store = store;
      this.whole = whole;
      this.expected = expected;
      this.file = file;
      this.bytes = bytes;
    }

    void all() throws IOException {
      for (int bit = (int) (SEED % STEP); bit < 8 * bytes.length; bit += STEP) {
        byte[] damaged = bytes.clone();
        damaged[bit / 8] ^= (byte) (1 << bit % 8);
        check(damaged, bit / 8, "bit " + bit + " flipped");
      }
      int lengthStep = (STEP + 7) / 8;
      for (int length = (int) (SEED % lengthStep); length < bytes.length; length += lengthStep) {
        check(Arrays.copyOf(bytes, length), length, "cut at " + length);
      }
      for (int block : new int[] {512, 4096}) {
        for (int start = 0; start < bytes.length; start += block) {
          byte[] damaged = bytes.clone();
          Arrays.fill(damaged, start, Math.min(bytes.length, start + block), (byte) 0);
          if (!Arrays.equals(damaged, bytes)) {
            check(damaged, start, block + " zeros at " + start);
          }
        }
      }
    }

    private void check(byte[] damaged, int at, String what) throws IOException {
      damages++;
      String where = store + " " + file + " " + what;
      CrashStorage storage = whole.copy();
      storage.set(file, damaged);
      boolean noted = isFound(storage, where);
      try {
        List<String> found = store.answers(storage);
        if (!found.equals(expected)) {
          assertTrue(store.mayLoseTail(file), () -> where + " gives wrong answers");
          assertPrefix(found.getLast(), at, what, where);
          // A log that was cut where a frame ended looks like one that never went on.
          noted |= what.startsWith("cut");
        }
      } catch (CorruptFileException e) {
        assertTrue(
            isNamedBy(e.file()) && e.offset() >= 0 && e.offset() <= FILE_BYTES_MAX,
            () -> where + ": " + e.getMessage());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(where, e);
      }
      assertTrue(noted, where + " is not found by a check");
    }

    private boolean isFound(CrashStorage storage, String where) throws IOException {
      CheckReport report;
      try {
        report = StoreCheck.run(storage);
      } catch (RuntimeException e) {
        throw new AssertionError(where + ", while it is checked", e);
      }
      List<String> files = new ArrayList<>();
      Stream.concat(report.problems().stream(), report.notes().stream())
          .map(Problem::file)
          .forEach(files::add);
      return files.stream().anyMatch(this::isNamedBy);
    }

    /** What is missing of a log can be seen in what should follow it only. */
    private boolean isNamedBy(String name) {
      boolean follows = LogFiles.number(name) >= 0 || name.equals(ManifestFile.NAME);
      return name.equals(file) || (LogFiles.number(file) >= 0 && follows);
    }

    /** The state of fewer transactions: those of the damaged end of the log are missing. */
    private void assertPrefix(String found, int at, String what, String where) {
      int reached = Integer.parseInt(found.substring("at ".length()));
      int last = Integer.parseInt(expected.getLast().substring("at ".length()));
      assertTrue(reached < last, where);
      if (what.startsWith("bit") && store == Store.FORCED_LOGS) {
        assertTrue(at >= bytes.length - FRAME_BYTES_MAX, () -> where + " is not in the last frame");
        assertEquals(last - 1, reached, where);
      }
    }
  }
}
