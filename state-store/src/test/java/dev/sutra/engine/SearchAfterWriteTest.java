package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.lsm.core.LogLimits;
import dev.sutra.lsm.core.TextLimits;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.record.Concept;
import dev.sutra.text.query.CorpusStatistics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A search sees every write before it, however far the text index is behind the rows: right after
 * each write, flush, commit, rollback and start, beside a thread that searches all the time. More:
 * {@code -Dsutra.search.runs=N}; one again: {@code -Dsutra.search.seed=S}.
 */
class SearchAfterWriteTest {
  private static final int RUNS = Integer.getInteger("sutra.search.runs", 20);
  private static final int OPERATIONS = 300;
  private static final int IDS = 40;
  private static final int WORDS = 12;

  static LongStream seeds() {
    Long one = Long.getLong("sutra.search.seed");
    return one != null ? LongStream.of(one) : LongStream.range(0, RUNS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyWriteIsFoundAtOnce(long seed) throws Exception {
    new Run(seed).run();
  }

  /** What the store holds: the text of each concept. */
  private record Expected(Map<String, String> texts) {
    Expected copy() {
      return new Expected(new HashMap<>(texts));
    }

    long with(String word) {
      return texts.values().stream().filter(text -> text.contains(word)).count();
    }

    long tokens() {
      return texts.values().stream().mapToLong(text -> text.split(" ", -1).length).sum();
    }
  }

  private static final class Run {
    private final Random random;
    private final EngineOptions options;
    private final TreeLimits limits;
    private CrashStorage storage = new CrashStorage();
    private StorageEngine engine;
    private Expected now = new Expected(new HashMap<>());
    // By the data of each commit; nothing is forced, so a power cut loses the last ones.
    private final List<Expected> commits = new ArrayList<>(List.of(now.copy()));
    private int writes;

    Run(long seed) throws IOException {
      random = new Random(seed);
      options =
          EngineOptions.underOuterLog(2)
              .withAnalyzer(seed % 2 == 0 ? "english" : "simple")
              .withMemtableBytesMax(seed % 3 == 0 ? 32 << 20 : 64 << 10);
      // In turn: left to searches, to the background, and to writers.
      TextLimits texts =
          switch ((int) (seed % 4)) {
            case 0 -> TextLimits.DEFAULT;
            case 1 -> new TextLimits(1, 1 << 20);
            case 2 -> new TextLimits(1 << 20, 100);
            default -> new TextLimits(200, 2_000);
          };
      limits =
          new TreeLimits(24, 48, 8, 50, 5_000).withLog(new LogLimits(4_000, 1)).withTexts(texts);
      engine = StorageEngine.open(storage, options, limits);
    }

    void run() throws Exception {
      for (int i = 0; i < OPERATIONS; i++) {
        step();
        check(engine, now);
      }
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      long end = engine.stats().sequence() + OPERATIONS;
      Thread reader = Thread.ofPlatform().start(() -> readUntil(end, failure));
      for (int i = 0; i < OPERATIONS; i++) {
        put();
      }
      reader.join();
      assertNull(failure.get());
      check(engine, now);
      engine.close();
      assertEquals(List.of(), StoreCheck.run(storage).problems());
    }

    private void step() throws IOException {
      int dice = random.nextInt(100);
      if (dice < 70) {
        put();
      } else if (dice < 80) {
        String id = id();
        engine.delete(id);
        now.texts.remove(id);
      } else if (dice < 84) {
        engine.flush();
      } else if (dice < 86) {
        engine.compact();
      } else if (dice < 94) {
        engine.commit(ByteBuffer.allocate(Integer.BYTES).putInt(commits.size()).array());
        commits.add(now.copy());
        try (Snapshot snapshot = engine.committedSnapshot()) {
          check(snapshot, now);
        }
      } else if (dice < 97) {
        engine.rollbackToCommit();
        now = committed();
      } else {
        engine.close();
        storage = dice == 97 ? storage : storage.crash(random);
        engine = StorageEngine.open(storage, options, limits);
        now = committed();
      }
    }

    private Expected committed() {
      byte[] data = engine.commitData();
      return commits.get(data == null ? 0 : ByteBuffer.wrap(data).getInt()).copy();
    }

    /** Writes a text with a word of its own, and words that others have. */
    private void put() {
      String id = id();
      StringBuilder text = new StringBuilder("own").append(word(writes++));
      for (int words = random.nextInt(20); words > 0; words--) {
        text.append(" common").append(word(random.nextInt(WORDS)));
      }
      engine.put(Concept.builder(id).text(text.toString()).build());
      now.texts.put(id, text.toString());
    }

    /** The number in letters; it is its own stem. */
    private static String word(int number) {
      StringBuilder word = new StringBuilder();
      for (char digit : Integer.toString(number).toCharArray()) {
        word.append((char) (digit - '0' + 'a'));
      }
      return word.append('x').toString();
    }

    private String id() {
      return "c" + random.nextInt(IDS);
    }

    private void check(StorageEngine open, Expected expected) {
      try (Snapshot snapshot = open.snapshot()) {
        check(snapshot, expected);
      }
    }

    private void check(Snapshot snapshot, Expected expected) {
      String common = "common" + word(random.nextInt(WORDS));
      CorpusStatistics corpus = snapshot.corpusStatistics(common);
      assertEquals(expected.texts.size(), corpus.documents());
      assertEquals(expected.tokens(), corpus.totalLength());
      assertEquals(
          expected.with(common),
          corpus.documentFrequencies().values().stream().mapToLong(Long::longValue).sum());
      for (int i = 0; i < 3; i++) {
        String id = id();
        String text = expected.texts.get(id);
        if (text != null) {
          String own = text.split(" ", 2)[0];
          List<Hit> hits = snapshot.search(new TextSearch(own, 10, null));
          assertEquals(List.of(id), hits.stream().map(Hit::id).toList(), own);
        }
      }
      assertEquals(0, snapshot.stats().pendingTexts());
    }

    /** Each snapshot agrees with itself: every concept is found by its own word. */
    private void readUntil(long end, AtomicReference<@Nullable Throwable> failure) {
      try {
        long seen = 0;
        Random own = new Random(7);
        while (seen < end) {
          try (Snapshot snapshot = engine.snapshot()) {
            seen = snapshot.sequence();
            Concept concept = snapshot.concept("c" + own.nextInt(IDS));
            if (concept != null && concept.text() != null) {
              String word = concept.text().split(" ", 2)[0];
              List<Hit> hits = snapshot.search(new TextSearch(word, 10, null));
              assertEquals(List.of(concept.id()), hits.stream().map(Hit::id).toList());
            }
          }
        }
      } catch (Throwable e) {
        failure.set(e);
      }
    }
  }
}
