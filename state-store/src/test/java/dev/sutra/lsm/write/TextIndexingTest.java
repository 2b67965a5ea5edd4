package dev.sutra.lsm.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.RateLimit;
import dev.sutra.lsm.core.Counters;
import dev.sutra.lsm.core.TextLimits;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.version.ReadState;
import dev.sutra.lsm.version.ReadViews;
import dev.sutra.lsm.version.Version;
import dev.sutra.memory.MemoryBudget;
import dev.sutra.memtable.Memtable;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TextIndexingTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(TextIndexing.class);

  private final Memtable memtable =
      new Memtable(TextAnalyzer.named("english"), 2, Similarity.COSINE);

  @AfterEach
  void restoreTheLog() {
    LOG.setLevel(null);
  }

  @Test
  void textsAreIndexedInTheBackground() {
    TextIndexing indexing = indexing(core(new TextLimits(20, 1 << 20)));
    put("red fish");
    indexing.wrote(memtable);
    assertEquals("red fish".length(), memtable.pendingTextBytes());
    put("blue birds and green trees");
    indexing.wrote(memtable);
    Awaitility.await().until(() -> memtable.pendingTextBytes() == 0);
  }

  @Test
  void aWriterThatIsFarAheadIndexesToo() {
    TextIndexing indexing = indexing(core(new TextLimits(1 << 20, 20)));
    put("red fish");
    indexing.wrote(memtable);
    assertEquals("red fish".length(), memtable.pendingTextBytes());
    put("blue birds and green trees");
    indexing.wrote(memtable);
    assertEquals(0, memtable.pendingTextBytes());
  }

  @Test
  void aTextThatCannotBeIndexedStopsWriters() {
    LOG.setLevel(Level.OFF);
    TreeCore core = core(new TextLimits(1, 1 << 20));
    put("red fish");
    putDamaged();
    indexing(core).wrote(memtable);
    Awaitility.await().until(() -> hasFailed(core));
    assertThrows(IllegalStateException.class, () -> core.health().checkUsable());
  }

  private TextIndexing indexing(TreeCore core) {
    ReadState state = ReadState.empty(new Version(List.of()), memtable, 0, Counters.of(Map.of()));
    return new TextIndexing(core, new ReadViews(core, state));
  }

  private static boolean hasFailed(TreeCore core) {
    core.lock().lock();
    try {
      return core.health().hasFailed();
    } finally {
      core.lock().unlock();
    }
  }

  private void put(String text) {
    byte[] value = ConceptRow.encode(Concept.builder("any").text(text).build(), null);
    add(value);
  }

  /** Checked rows are never so: the text is longer than what is there. */
  private void putDamaged() {
    byte[] value = ConceptRow.encode(Concept.builder("any").text("fish").build(), null);
    byte[] damaged = Arrays.copyOf(value, 30);
    damaged[28] = (byte) 0xff;
    damaged[29] = 0x7f;
    add(damaged);
  }

  private void add(byte[] value) {
    byte[] key = RowKeys.concept("c" + memtable.documents());
    long sequence = memtable.documents() + 1L;
    memtable.addConcept(sequence, key, 0, key.length, value, 0, value.length, null);
  }

  private static TreeCore core(TextLimits texts) {
    return new TreeCore(
        new CrashStorage(),
        new TreeOptions(
            2,
            Similarity.COSINE,
            TextAnalyzer.named("english"),
            false,
            false,
            false,
            1 << 20,
            RateLimit.NONE,
            MemoryBudget.ofBytes(1 << 20),
            TreeLimits.DEFAULT.withTexts(texts)));
  }
}
