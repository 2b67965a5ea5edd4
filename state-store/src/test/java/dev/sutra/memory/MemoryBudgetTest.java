package dev.sutra.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who is asked for room, who waits, and what is given back; bytes in MiB. */
class MemoryBudgetTest {
  private static final long MIB = 1 << 20;

  private final MemoryBudget budget = MemoryBudget.ofBytes(100 * MIB);
  private final List<String> calls = new ArrayList<>();

  @Test
  void largestIsAskedFirst() {
    MemoryAccount small = account("small");
    MemoryAccount large = account("large");
    MemoryAccount grows = account("grows");
    small.use(20 * MIB);
    large.use(40 * MIB);
    grows.use(15 * MIB);
    assertCalls();
    grows.use(16 * MIB);
    assertCalls("large makes room");
    // What is asked for counts as gone: 36 MiB are left.
    grows.use(39 * MIB);
    assertCalls("large makes room");
  }

  @Test
  void asManyAreAskedAsMakeRoomTogether() {
    List<MemoryAccount> accounts = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      accounts.add(account("a" + i));
      accounts.get(i).use(MIB + i);
    }
    assertCalls();
    MemoryAccount grows = account("grows");
    grows.use(14 * MIB);
    assertCalls("grows makes room");
    grows.use(0, 14 * MIB, 0);
    grows.answered();
    account("replays").replay(14 * MIB);
    assertCalls(
        "grows makes room", "a63 makes room", "a62 makes room", "a61 makes room", "a60 makes room");
  }

  @Test
  void storesThatCannotMakeRoomAreNotAsked() {
    MemoryAccount opens = budget.open();
    MemoryAccount flushes = account("flushes");
    MemoryAccount tiny = account("tiny");
    opens.use(60 * MIB);
    flushes.use(16 * MIB, MIB, 0);
    tiny.use(MemoryBudget.FLOOR_BYTES / 8);
    assertCalls();
    flushes.use(16 * MIB, 0, 0);
    assertCalls("flushes makes room");
  }

  @Test
  void anAnswerAllowsTheNextRequest() {
    MemoryAccount only = account("only");
    only.use(80 * MIB);
    only.use(81 * MIB);
    assertCalls("only makes room");
    only.answered();
    assertCalls("only makes room", "only makes room");
  }

  @Test
  void writersWaitWhileTheBudgetIsUsedUp() {
    MemoryAccount full = account("full");
    MemoryAccount other = account("other");
    full.use(10 * MIB, 89 * MIB, 0);
    other.use(MIB - 1);
    assertFalse(full.mustWait());
    assertTrue(full.pressure() > 0.9 && full.pressure() < 1);
    other.use(MIB);
    assertEquals(1, full.pressure());
    assertTrue(full.mustWait());
    assertTrue(other.mustWait());
    calls.clear();
    full.use(10 * MIB, 88 * MIB, 0);
    assertFalse(full.mustWait());
    assertCalls("full has room", "other has room");
    full.use(10 * MIB, 0, 0);
    assertEquals(0, full.pressure());
    assertCalls("full has room", "other has room");
  }

  @Test
  void storeBelowTheFloorNeverWaits() {
    MemoryAccount stuck = account("stuck");
    stuck.use(0, 1000 * MIB, 0);
    MemoryAccount small = account("small");
    small.use(MemoryBudget.FLOOR_BYTES - 1);
    assertFalse(small.mustWait());
    assertEquals(0, small.pressure());
    small.use(MemoryBudget.FLOOR_BYTES);
    assertTrue(small.mustWait());
  }

  @Test
  void retainedMemoryLeavesLessRoomButNeverNone() {
    MemoryAccount retains = account("retains");
    MemoryAccount writes = account("writes");
    retains.use(0, 0, 60 * MIB);
    writes.use(30 * MIB);
    assertCalls();
    writes.use(30 * MIB + 1);
    assertCalls("writes makes room");
    retains.use(0, 0, 200 * MIB);
    writes.use(0, 24 * MIB, 0);
    assertFalse(writes.mustWait());
    writes.use(0, 25 * MIB, 0);
    assertTrue(writes.mustWait());
    assertEquals(225 * MIB, budget.usedBytes());
  }

  @Test
  void closedAccountsHoldNothing() {
    MemoryAccount first = account("first");
    MemoryAccount second = account("second");
    first.use(80 * MIB, 30 * MIB, MIB);
    second.use(MIB);
    assertTrue(second.mustWait());
    calls.clear();
    first.close();
    assertCalls("second has room");
    first.use(5 * MIB);
    first.close();
    assertEquals(MIB, budget.usedBytes());
    second.replay(2 * MIB);
    second.close();
    assertEquals(0, budget.usedBytes());
  }

  @Test
  void tooSmallBudgetIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> MemoryBudget.ofBytes(MIB - 1));
    assertEquals(Runtime.getRuntime().maxMemory() / 4, MemoryBudget.ofProcess().bytes());
  }

  @Test
  void concurrentChangesAddUp() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<MemoryAccount> left = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      MemoryAccount stays = account("stays");
      left.add(stays);
      Random random = new Random(i);
      threads.add(Thread.ofPlatform().start(() -> changeOften(stays, random)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(4 * (3 + 5 + 7), budget.usedBytes());
    left.forEach(MemoryAccount::close);
    assertEquals(0, budget.usedBytes());
  }

  private void changeOften(MemoryAccount account, Random random) {
    for (int i = 0; i < 20_000; i++) {
      switch (random.nextInt(6)) {
        case 0 ->
            account.use(random.nextLong(60 * MIB), random.nextLong(60 * MIB), random.nextInt(99));
        case 1 -> account.answered();
        case 2 -> account.replay(random.nextInt(1000));
        case 3 -> account.mustWait();
        case 4 -> {
          try (MemoryAccount passing = account("passing")) {
            passing.use(random.nextLong(60 * MIB));
          }
        }
        default -> account.use(random.nextLong(60 * MIB));
      }
    }
    account.replay(0);
    account.use(3, 5, 7);
  }

  private MemoryAccount account(String name) {
    MemoryAccount account = budget.open();
    account.ownedBy(
        new MemoryUser() {
          @Override
          public void makeRoom() {
            note(name + " makes room");
          }

          @Override
          public void roomIsBack() {
            note(name + " has room");
          }
        });
    return account;
  }

  private synchronized void note(String call) {
    calls.add(call);
  }

  private void assertCalls(String... expected) {
    assertEquals(List.of(expected), calls);
  }
}
