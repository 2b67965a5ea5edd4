package dev.sutra.bench.report;

/** Takes results so that the compiler cannot leave out the work that made them. */
public final class Sink {
  // Written and never read: a volatile write cannot be left out.
  @SuppressWarnings("UnusedVariable")
  private static volatile long taken;

  private Sink() {}

  public static void take(long value) {
    taken = value;
  }
}
