package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.io.CrashStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same operations under every option set: however a store is kept, its answers are the same to
 * the last bit. {@code -Dsutra.agreement.runs=N} for more, {@code -Dsutra.agreement.seed=S} for one
 * again.
 */
class EngineAgreementTest {
  private static final int RUNS = Integer.getInteger("sutra.agreement.runs", 1);
  private static final int OPERATIONS = Integer.getInteger("sutra.model.operations", 1_500);

  static LongStream seeds() {
    Long one = Long.getLong("sutra.agreement.seed");
    long first = new Random().nextInt(1_000_000);
    return one != null ? LongStream.of(one) : LongStream.range(first, first + RUNS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void allOptionSetsAgree(long seed) throws IOException {
    for (int meaning = 0; meaning < OptionSets.meanings(); meaning++) {
      List<String> expected = null;
      for (EngineOptions options : OptionSets.withMeaning(meaning)) {
        List<String> answers = live(options, seed);
        expected = expected == null ? answers : expected;
        assertSame(expected, answers, "seed " + seed + " " + options);
      }
    }
  }

  private static void assertSame(List<String> expected, List<String> answers, String where) {
    for (int i = 0; i < Math.min(expected.size(), answers.size()); i++) {
      assertEquals(expected.get(i), answers.get(i), where + " line " + i);
    }
    assertEquals(expected.size(), answers.size(), where);
  }

  /** Answers at the end and before each restart, all of them after a commit. */
  private static List<String> live(EngineOptions options, long seed) throws IOException {
    Random random = new Random(seed);
    RandomConcepts given = new RandomConcepts(random, options.dimension());
    List<String> answers = new ArrayList<>();
    CrashStorage storage = new CrashStorage();
    StorageEngine engine = StorageEngine.open(storage, options);
    for (int i = 0; i < OPERATIONS; i++) {
      int dice = random.nextInt(1_000);
      if (dice < 450) {
        engine.put(given.concept());
      } else if (dice < 550) {
        engine.delete(given.id());
      } else if (dice < 850) {
        engine.associate(given.association());
      } else if (dice < 960) {
        engine.dissociate(given.id(), given.type(), given.id());
      } else if (dice < 980) {
        engine.flush();
      } else if (dice < 985) {
        engine.compact();
      } else if (dice < 990) {
        ask(engine, options.dimension(), answers);
        if (options.outerLog()) {
          engine.commit(new byte[] {1});
        }
        engine.close();
        engine = StorageEngine.open(storage, options);
      }
    }
    ask(engine, options.dimension(), answers);
    engine.close();
    return answers;
  }

  private static void ask(StorageEngine engine, int dimension, List<String> answers) {
    try (Snapshot snapshot = engine.snapshot()) {
      float[] vector = new float[dimension];
      vector[0] = 1;
      List<String> queries = List.of("dog", "wolf cat", "\"green leaf\"", "ni*", "sea fish house");
      answers.addAll(Transcript.of(snapshot, RandomConcepts.ids(), queries, vector));
    }
  }
}
