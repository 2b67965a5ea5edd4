package dev.sutra.lsm.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteConflictsTest {
  @Test
  void agreesWithAMapWhileTransactionsComeAndGo() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    WriteConflicts conflicts = new WriteConflicts(false);
    Map<String, Long> newest = new HashMap<>();
    long[] begins = new long[4];
    for (long begin : begins) {
      conflicts.begin(begin);
    }
    for (long sequence = 1; sequence <= 20_000; sequence++) {
      String id = "c" + random.nextInt(3_000);
      conflicts.written(put(id), sequence, sequence - 1);
      newest.put(id, sequence);
      int at = random.nextInt(begins.length);
      String asked = "c" + random.nextInt(3_000);
      boolean conflict = newest.getOrDefault(asked, 0L) > begins[at];
      assertEquals(
          conflict, conflicts.find(put(asked), List.of(), begins[at]) != null, "seed " + seed);
      if (random.nextInt(500) == 0) {
        conflicts.end(begins[at]);
        begins[at] = sequence;
        conflicts.begin(sequence);
      }
    }
  }

  @Test
  void tooManyWritesMakeOldTransactionsFailAndSpareNewOnes() {
    WriteConflicts conflicts = new WriteConflicts(false, 1_000);
    conflicts.begin(0);
    long sequence = 1;
    while (conflicts.find(put("other"), List.of(), 0) == null) {
      conflicts.written(put("c" + sequence), sequence, sequence - 1);
      sequence++;
      assertTrue(sequence < 10_000, "the table has no bound");
    }
    assertTrue(sequence > 1_000, "given up too early");
    conflicts.begin(sequence);
    conflicts.written(put("c"), sequence + 1, sequence);
    assertNotNull(conflicts.find(put("c"), List.of(), sequence));
    assertNull(conflicts.find(put("other"), List.of(), sequence));
  }

  @Test
  void nothingIsKeptWithoutATransaction() {
    WriteConflicts conflicts = new WriteConflicts(false, 1_000);
    conflicts.begin(0);
    conflicts.written(put("a"), 1, 0);
    conflicts.end(0);
    for (int sequence = 2; sequence < 5_000; sequence++) {
      conflicts.written(put("c" + sequence), sequence, sequence - 1);
    }
    conflicts.begin(5_000);
    assertNull(conflicts.find(put("a"), List.of("a"), 5_000));
  }

  private static RowBatch put(String id) {
    RowBatch rows = new RowBatch();
    rows.put(RowKeys.concept(id), new byte[0]);
    return rows;
  }
}
