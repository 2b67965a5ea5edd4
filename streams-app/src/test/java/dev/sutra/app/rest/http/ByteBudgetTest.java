package dev.sutra.app.rest.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ByteBudgetTest {
  private final ByteBudget budget = new ByteBudget(10 * 1024);

  @Test
  void noMoreIsTakenThanThereIs() throws Exception {
    assertTrue(budget.tryTake(6 * 1024));
    assertFalse(budget.tryTake(5 * 1024));
    assertFalse(budget.take(5 * 1024, Duration.ofMillis(1)));
    assertTrue(budget.tryTake(4 * 1024));
    budget.give(6 * 1024);
    budget.give(4 * 1024);
    assertTrue(budget.isWhole());
  }

  @Test
  void whoAsksForMoreThanThereEverIsGetsAllOfIt() {
    assertTrue(budget.tryTake(1L << 40));
    assertFalse(budget.tryTake(1));
    budget.give(1L << 40);
    assertTrue(budget.isWhole());
  }

  @Test
  void aPartOfAKibibyteCountsAsAWholeOne() {
    for (int i = 0; i < 10; i++) {
      assertTrue(budget.tryTake(1));
    }
    assertFalse(budget.tryTake(1));
  }
}
