package dev.sutra.engine;

import static dev.sutra.engine.VectorStore.query;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.tools.CheckReport;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.quantization.CodebookFile;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Corrupt or missing codes and codebooks are reported and rebuilt, and never cause a wrong result.
 */
class CodeDamageTest {
  // So many that codes have pages of their own.
  private static final int VECTORS = 4_000;

  private VectorStore store;

  @BeforeEach
  void fill() throws IOException {
    store = new VectorStore(5, Similarity.COSINE, VectorStore.LIMITS);
    store.put(0, VECTORS);
    store.train();
    store.engine.close();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void open() throws IOException {
    store.engine = StorageEngine.open(store.storage, store.options, VectorStore.LIMITS);
  }

  private void assertExactAndRight() {
    for (int i = 0; i < 5; i++) {
      SimilarQuery query = query(store.vector(), 10);
      SimilarHits hits = store.similar(query);
      assertTrue(hits.exact());
      assertEquals(VECTORS, hits.scan().compared());
      assertEquals(1, store.check(query, hits, concept -> true));
    }
  }

  private void assertHealedByLearning() throws IOException {
    store.put(VECTORS, VECTORS + 1);
    store.train();
    assertFalse(store.similar(query(store.vector(), 10)).exact());
    CheckReport report = store.report();
    assertEquals(List.of(), report.problems());
    assertEquals(List.of(), report.notes());
  }

  @Test
  void missingCodebookIsReportedAndVectorsAreComparedExactly() throws IOException {
    String name = store.codebooks().getFirst();
    store.storage.delete(name);
    CheckReport report = StoreCheck.run(store.storage);
    assertEquals(name, report.problems().getFirst().file());
    assertEquals("it is missing", report.problems().getFirst().what());
    open();
    assertExactAndRight();
    assertEquals(1, store.engine.stats().similarity().damaged());
    assertEquals(0, store.engine.stats().similarity().coded());
    assertHealedByLearning();
  }

  @Test
  void corruptCodebookIsReportedAndVectorsAreComparedExactly() throws IOException {
    String name = store.codebooks().getFirst();
    byte[] whole = store.storage.read(name, 1 << 20);
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      store.storage.set(name, damaged);
      CheckReport report = StoreCheck.run(store.storage);
      assertEquals(name, report.problems().getFirst().file());
    }
    open();
    assertExactAndRight();
    assertHealedByLearning();
  }

  @Test
  void corruptPageOfCodesIsReportedAndAbandoned() throws IOException {
    DamagedSegment segment = segment();
    int page = segment.start(DamagedSegment.CELLS) + segment.length(DamagedSegment.CELLS) / 2;
    store.storage.set(segment.name(), segment.flip(page).bytes().array());
    CheckReport report = StoreCheck.run(store.storage);
    assertEquals(segment.name(), report.problems().getFirst().file());
    open();
    SimilarQuery query = query(store.vector(), 10).withTargetRecall(1);
    SimilarHits hits = store.similar(query);
    assertTrue(hits.exact());
    assertEquals(1, store.check(query, hits, concept -> true));
    assertExactAndRight();
    // A merge makes them anew.
    store.engine.compact();
    assertFalse(store.similar(query).exact());
    assertTrue(store.report().isClean());
  }

  @Test
  void corruptCellDirectoryIsReportedAndAbandoned() throws IOException {
    DamagedSegment segment = segment();
    int end = segment.start(DamagedSegment.CELLS) + segment.length(DamagedSegment.CELLS);
    segment.bytes().putInt(end - 8, 1 << 20);
    segment.write(store.storage);
    CheckReport report = StoreCheck.run(store.storage);
    assertEquals(segment.name(), report.problems().getFirst().file());
    assertEquals(end - 8, report.problems().getFirst().offset());
    open();
    SimilarQuery query = query(store.vector(), 10);
    assertEquals(1, store.check(query, store.similar(query), concept -> true), 0.2);
    // Coded anew, in another file, without that anybody asks for it.
    await().until(() -> !store.storage.exists(segment.name()));
    store.awaitCoded();
    assertTrue(store.report().isClean());
  }

  @Test
  void checkFindsWrongCodesWithValidChecksums() throws IOException {
    CrashStorage whole = store.storage.copy();
    Random random = new Random(2);
    for (int i = 0; i < 24; i++) {
      store.storage = whole.copy();
      DamagedSegment segment = segment();
      int start = segment.start(DamagedSegment.CELLS);
      int block = start + 64 + random.nextInt(40) * (16 * 8 + 384);
      // A code, a factor, a correction's high bytes, an ordinal.
      int at =
          switch (i % 4) {
            case 0 -> block + random.nextInt(16 * 8);
            case 1 -> block + 16 * 8 + 4 * random.nextInt(32) + 3;
            case 2 -> block + 16 * 8 + 128 + 4 * random.nextInt(32) + 3;
            default -> block + 16 * 8 + 256 + 4 * random.nextInt(32);
          };
      // Of a float the exponent, and so not too little to matter.
      segment.bytes().put(at, (byte) (segment.bytes().get(at) ^ 0x41));
      segment.write(store.storage);
      CheckReport report = StoreCheck.run(store.storage);
      assertFalse(report.isClean(), "byte " + at + " of kind " + i % 4);
      assertEquals(segment.name(), report.problems().getFirst().file());
    }
    open();
  }

  @Test
  void unreferencedCodebooksAreDeleted() throws IOException {
    String orphan = CodebookFile.name(7_000);
    store.storage.set(orphan, new byte[] {1, 2, 3});
    assertEquals(orphan, StoreCheck.run(store.storage).notes().getFirst().file());
    open();
    assertFalse(store.storage.exists(orphan));
    assertEquals(1, store.codebooks().size());
    assertFalse(store.similar(query(store.vector(), 10)).exact());
  }

  private DamagedSegment segment() throws IOException {
    List<String> names = DamagedSegment.names(store.storage);
    assertEquals(1, names.size());
    return DamagedSegment.read(store.storage, names.getFirst());
  }
}
