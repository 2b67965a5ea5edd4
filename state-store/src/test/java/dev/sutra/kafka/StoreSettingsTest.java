package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.EngineOptions;
import dev.sutra.vector.Similarity;
import java.nio.file.Path;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is there, opened with other settings. */
class StoreSettingsTest {
  private static final EngineOptions MADE_WITH = EngineOptions.underOuterLog(2);

  @TempDir Path directory;

  @BeforeEach
  void makeStore() {
    EngineStoreFixture.open(directory).close();
  }

  @Test
  void anotherDimensionSaysWhatStandsWhereAndThatTheDirectoryIsNotTheWay() {
    String message = refusal(EngineOptions.underOuterLog(3));
    assertTrue(
        message.contains(" was made with dimension 2, the setting says 3. Set it back, give "),
        message);
    assertTrue(message.contains(directory.resolve("concepts").toString()), message);
    assertTrue(message.contains("another application.id"), message);
    assertFalse(message.contains("delete the directory"), message);
  }

  @Test
  void anotherSimilarityOrAnalyzerIsTakenOnceTheDirectoryIsDeleted() {
    String similarity = refusal(MADE_WITH.withSimilarity(Similarity.EUCLIDEAN));
    assertTrue(
        similarity.contains(" similarity cosine, the setting says euclidean. Set it back, or stop"),
        similarity);
    assertTrue(similarity.contains("delete the directory"), similarity);
    String analyzer = refusal(MADE_WITH.withAnalyzer("simple"));
    assertTrue(analyzer.contains(" analyzer english, the setting says simple. Set it"), analyzer);
  }

  @Test
  void anotherSettingChangesNothingInTheDirectory() {
    refusal(EngineOptions.underOuterLog(3));
    EngineStore store = EngineStoreFixture.open(directory);
    assertEquals(0, store.approximateNumEntries());
    store.close();
  }

  private String refusal(EngineOptions options) {
    StateStoreContext context = EngineStoreFixture.context(directory);
    EngineStore store = new EngineStore(new TaskEngine("concepts", options, null));
    return String.valueOf(
        assertThrows(StoreSettingsException.class, () -> store.init(context, store)).getMessage());
  }
}
