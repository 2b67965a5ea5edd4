package dev.sutra.engine.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.Durability;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.LeavesDamage;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.TestStores;
import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import dev.sutra.record.Concept;
import dev.sutra.wal.LogFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogRepairTest {
  private static final EngineOptions OPTIONS = EngineOptions.standalone(3);

  private CrashStorage storage = new CrashStorage();

  private void put(EngineOptions options, int from, int to) throws IOException {
    try (StorageEngine engine = TestStores.open(storage, options)) {
      for (int i = from; i < to; i++) {
        engine.put(Concept.builder("c" + i).text("text " + i).build());
      }
    }
  }

  private List<String> logs() throws IOException {
    return storage.list().stream().filter(name -> LogFiles.number(name) >= 0).toList();
  }

  private void damage(String log, int offset) throws IOException {
    byte[] bytes = storage.read(log, 1 << 20);
    bytes[offset] ^= 1;
    storage.set(log, bytes);
  }

  @Test
  void healthyLogIsLeftAlone() throws IOException {
    put(OPTIONS, 0, 5);
    byte[] before = storage.read(logs().getFirst(), 1 << 20);
    assertEquals(List.of(), LogRepair.run(storage));
    assertTrue(Arrays.equals(before, storage.read(logs().getFirst(), 1 << 20)));
  }

  @Test
  void tornTailIsANoteAndNoDamage() throws IOException {
    put(OPTIONS, 0, 5);
    String log = logs().getFirst();
    byte[] whole = storage.read(log, 1 << 20);
    storage.set(log, Arrays.copyOf(whole, whole.length - 3));
    CheckReport report = StoreCheck.run(storage);
    assertTrue(report.isClean(), report::toString);
    assertTrue(report.notes().getFirst().what().contains("a torn tail"), report::toString);
    assertEquals(List.of(), LogRepair.run(storage));
  }

  @Test
  void logIsCutBeforeTheDamageAndKeptAside() throws IOException {
    put(OPTIONS, 0, 10);
    String log = logs().getFirst();
    damage(log, storage.read(log, 1 << 20).length / 2);
    byte[] damaged = storage.read(log, 1 << 20);
    CheckReport report = StoreCheck.run(storage);
    assertEquals(log, report.problems().getFirst().file());
    assertThrows(CorruptFileException.class, () -> put(OPTIONS, 20, 21));

    List<RepairedLog> cuts = LogRepair.run(storage);
    assertEquals(1, cuts.size());
    RepairedLog cut = cuts.getFirst();
    assertEquals(log, cut.name());
    assertEquals(damaged.length, cut.end() + cut.bytes());
    assertTrue(cut.transactions() >= 3, cut::toString);
    assertTrue(Arrays.equals(damaged, storage.read(cut.aside(), 1 << 20)));
    assertTrue(StoreCheck.run(storage).isClean());
    try (StorageEngine engine = TestStores.open(storage, OPTIONS)) {
      // One transaction could not be read, and is lost too.
      assertEquals(10 - 1 - cut.transactions(), engine.stats().concepts());
      try (Snapshot snapshot = engine.snapshot()) {
        assertNotNull(snapshot.concept("c0"));
        assertNull(snapshot.concept("c9"));
      }
    }
  }

  @Test
  void laterLogsAreEmptiedToo() throws IOException {
    put(OPTIONS, 0, 10);
    put(OPTIONS, 10, 20);
    put(OPTIONS, 20, 30);
    assertEquals(3, logs().size());
    damage(logs().get(1), 60);
    List<RepairedLog> cuts = LogRepair.run(storage);
    assertEquals(2, cuts.size());
    assertEquals(10, cuts.get(1).transactions());
    assertTrue(StoreCheck.run(storage).isClean(), () -> cuts.toString());
    try (StorageEngine engine = TestStores.open(storage, OPTIONS)) {
      assertEquals(10, engine.stats().concepts());
    }
  }

  @Test
  void logWithDamagedHeaderIsEmptied() throws IOException {
    put(OPTIONS, 0, 10);
    damage(logs().getFirst(), 13);
    assertFalse(StoreCheck.run(storage).isClean());
    assertEquals(0, LogRepair.run(storage).getFirst().end());
    assertTrue(StoreCheck.run(storage).isClean());
    put(OPTIONS, 50, 51);
  }

  @Test
  void unforcedLogIsCutWhereAnOpenCountedOnMore() throws IOException {
    EngineOptions unforced = OPTIONS.withDurability(Durability.PROCESS);
    put(unforced, 0, 10);
    put(unforced, 10, 20);
    damage(logs().getFirst(), 60);
    assertThrows(CorruptFileException.class, () -> put(unforced, 20, 21));
    List<RepairedLog> cuts = LogRepair.run(storage);
    assertEquals(logs(), cuts.stream().map(RepairedLog::name).toList());
    assertTrue(StoreCheck.run(storage).isClean(), cuts::toString);
    put(unforced, 20, 21);
  }

  @Test
  void unforcedLogBehindMissingTransactionsIsKeptAside() throws IOException {
    EngineOptions unforced = OPTIONS.withDurability(Durability.PROCESS);
    put(unforced, 0, 10);
    put(unforced, 10, 20);
    List<String> logs = logs();
    storage.set(logs.get(0), Arrays.copyOf(storage.read(logs.get(0), 1 << 20), 24));
    assertThrows(CorruptFileException.class, () -> put(unforced, 20, 21));
    byte[] readable = storage.read(logs.get(1), 1 << 20);
    List<RepairedLog> cuts = LogRepair.run(storage);
    assertEquals(List.of(logs.get(1)), cuts.stream().map(RepairedLog::name).toList());
    assertEquals(10, cuts.getFirst().transactions());
    assertTrue(Arrays.equals(readable, storage.read(cuts.getFirst().aside(), 1 << 20)));
    assertTrue(StoreCheck.run(storage).isClean(), cuts::toString);
    put(unforced, 20, 21);
  }

  @Test
  @LeavesDamage
  void repairRefusesToLoseWhatWasCommittedToTheOuterLog() throws IOException {
    EngineOptions outer = EngineOptions.underOuterLog(3);
    for (int i = 0; i < 2; i++) {
      try (StorageEngine engine = TestStores.open(storage, outer)) {
        for (int c = 0; c < 10; c++) {
          engine.put(Concept.builder("c" + c).build());
        }
        engine.commit(new byte[] {1});
      }
    }
    damage(logs().getFirst(), 60);
    byte[] before = storage.read(logs().getFirst(), 1 << 20);
    IOException refused = assertThrows(IOException.class, () -> LogRepair.run(storage));
    assertTrue(refused.toString().contains("restore the store from the outer log"));
    assertTrue(Arrays.equals(before, storage.read(logs().getFirst(), 1 << 20)));
  }

  @Test
  @LeavesDamage
  void missingTransactionsBetweenLogsAreFound() throws IOException {
    put(OPTIONS, 0, 10);
    put(OPTIONS, 10, 20);
    put(OPTIONS, 20, 30);
    storage.delete(logs().get(1));
    CheckReport report = StoreCheck.run(storage);
    assertTrue(report.problems().getFirst().what().contains("it is missing"), report::toString);
  }

  @Test
  void logLeftByAnInterruptedOpenIsANote() throws IOException {
    // Nothing was committed: an open drops both logs, and may be stopped after the first.
    CrashStorage first = new CrashStorage();
    try (StorageEngine engine = TestStores.open(first, EngineOptions.underOuterLog(3))) {
      engine.put(Concept.builder("a").build());
      engine.flush();
      engine.put(Concept.builder("b").build());
    }
    List<String> found = first.list().stream().filter(name -> LogFiles.number(name) >= 0).toList();
    String last = found.getLast();
    storage = new CrashStorage();
    TestStores.open(storage, EngineOptions.underOuterLog(3)).close();
    storage.set(last, first.read(last, 1 << 20));
    CheckReport report = StoreCheck.run(storage);
    assertTrue(report.isClean(), report::toString);
    assertTrue(report.notes().getFirst().what().contains("never committed"), report::toString);
    put(EngineOptions.underOuterLog(3), 0, 1);
    assertEquals(List.of(), StoreCheck.run(storage).notes());
  }
}
