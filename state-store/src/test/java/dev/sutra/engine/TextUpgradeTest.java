package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.tools.CheckReport;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.Storage;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opening a store with an older analysis version in its manifest analyzes its texts again. */
class TextUpgradeTest {
  private static final int CONCEPTS = 2_400;
  private static final int FAILURES = 20;
  private static final List<String> WORDS =
      List.of("puppy", "puppies", "happily", "the", "running", "café", "192.168.1.7", "database");
  private static final List<String> QUERIES =
      List.of("puppy", "\"puppies running\"", "happ*", "the*", "192.168*", "word7 word11", "x*");

  // Smaller than the postings of the texts: each segment is analyzed in several parts.
  private static final EngineOptions SMALL =
      EngineOptions.standalone(2)
          .withDurability(Durability.PROCESS)
          .withMemtableBytesMax(64 * 1024);
  private static final EngineOptions LARGE = SMALL.withMemtableBytesMax(32 << 20);

  private final CrashStorage store = new CrashStorage();
  private Map<String, List<Hit>> expected = Map.of();

  @BeforeEach
  void writeAStoreAndMakeItOld() throws IOException {
    Random random = new Random(5);
    try (StorageEngine engine = StorageEngine.open(store, LARGE)) {
      for (int i = 0; i < CONCEPTS; i++) {
        engine.put(concept(i, random));
      }
      engine.flush();
      for (int i = 0; i < CONCEPTS; i += 3) {
        engine.put(concept(i, random));
        engine.delete("c" + (i + 1));
      }
      engine.flush();
      expected = answers(engine);
    }
    Manifest made = Objects.requireNonNull(ManifestFile.read(store));
    Map<String, String> properties = new HashMap<>(made.properties());
    properties.remove(Manifest.ANALYSIS);
    ManifestFile.write(
        store,
        new Manifest(
            made.nextFileNumber(), properties, made.codebooks(), made.current(), made.committed()));
    store.syncDirectory();
  }

  @Test
  void textsThatNeedSeveralPartsAreFoundAsBefore() throws IOException {
    long numberBefore = nextFileNumber(store);
    checkOpens(store.copy(), LARGE);
    CrashStorage inParts = store.copy();
    checkOpens(inParts, SMALL);
    // Two copies, each of two parts or more, and the log of the open store.
    assertTrue(nextFileNumber(inParts) >= numberBefore + 7, "the texts fit one part");
  }

  @Test
  void aFailureOrAPowerCutOnTheWayLeavesTheTexts() throws IOException {
    CrashStorage whole = store.copy();
    long before = whole.calls();
    StorageEngine.open(whole, SMALL).close();
    long calls = whole.calls() - before;
    Random random = new Random(6);
    int runs = 0;
    int failed = 0;
    for (long n = 1; n <= calls; n += 1 + random.nextLong(Math.max(1, calls / FAILURES))) {
      CrashStorage storage = store.copy();
      storage.failAt(n, CrashStorage.Fault.ERROR);
      try {
        StorageEngine.open(storage, SMALL).close();
      } catch (IOException | UncheckedIOException e) {
        assertTrue(storage.hasFailed(), "call " + n);
      }
      runs++;
      // The last calls are those of a merge that the close may cancel before it makes them.
      failed += storage.hasFailed() ? 1 : 0;
      checkOpens(storage.crash(random), LARGE);
    }
    assertTrue(2 * failed > runs, failed + " of " + runs + " runs failed");
  }

  private void checkOpens(Storage storage, EngineOptions options) throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, options)) {
      assertEquals(expected, answers(engine));
    }
    CheckReport report = StoreCheck.run(storage);
    assertEquals(List.of(), report.problems());
    assertEquals(List.of(), report.notes());
  }

  private static long nextFileNumber(Storage storage) throws IOException {
    return Objects.requireNonNull(ManifestFile.read(storage)).nextFileNumber();
  }

  private static Map<String, List<Hit>> answers(StorageEngine engine) {
    Map<String, List<Hit>> answers = new HashMap<>();
    try (Snapshot snapshot = engine.snapshot()) {
      for (String query : QUERIES) {
        answers.put(query, snapshot.search(new TextSearch(query, 1_000, null)));
      }
    }
    return answers;
  }

  private static Concept concept(int number, Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i >= 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size())))
          .append(" word")
          .append(random.nextInt(50))
          .append(' ');
    }
    return Concept.builder("c" + number).text(text.toString()).createdAt(1).updatedAt(2).build();
  }
}
