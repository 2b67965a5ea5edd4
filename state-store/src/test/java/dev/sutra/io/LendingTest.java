package dev.sutra.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LendingTest {
  private final Lending<AtomicBoolean> lending = new Lending<>(AtomicBoolean::new);

  @Test
  void whatWasGivenBackIsLentAgainAndWhatIsLentIsNot() {
    AtomicBoolean first = lending.borrow();
    AtomicBoolean second = lending.borrow();
    assertNotSame(first, second);
    lending.giveBack(second);
    assertSame(second, lending.borrow());
    assertNotSame(first, lending.borrow());
  }

  @Test
  void moreThanEnoughAreLetGo() {
    List<AtomicBoolean> lent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      lent.add(lending.borrow());
    }
    lent.forEach(lending::giveBack);
    Set<AtomicBoolean> again = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      again.add(lending.borrow());
    }
    assertEquals(20, again.size());
    again.retainAll(lent);
    assertEquals(8, again.size());
  }

  @Test
  void noTwoThreadsHoldTheSame() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        done.add(threads.submit(this::holdAndGiveBack));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
  }

  private void holdAndGiveBack() {
    for (int i = 0; i < 20_000; i++) {
      AtomicBoolean held = lending.borrow();
      assertTrue(held.compareAndSet(false, true), "somebody else holds it");
      held.set(false);
      lending.giveBack(held);
    }
  }
}
