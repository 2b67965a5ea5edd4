package dev.sutra.io;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects problems in the order of discovery, each once. At most {@value #KEPT_MAX} are kept; more
 * are only counted. Not thread-safe.
 */
public final class Problems {
  private static final int KEPT_MAX = 10_000;

  private final Set<Problem> kept = new LinkedHashSet<>();
  private long dropped;

  public void add(Problem problem) {
    if (kept.size() < KEPT_MAX) {
      kept.add(problem);
    } else if (!kept.contains(problem)) {
      dropped++;
    }
  }

  public void add(String file, long offset, String what) {
    add(new Problem(file, offset, what));
  }

  public void add(CorruptFileException e) {
    add(Problem.of(e));
  }

  /** The problems that are kept. */
  public List<Problem> kept() {
    return List.copyOf(kept);
  }

  /** Number of problems, including those that are not kept. */
  public long count() {
    return kept.size() + dropped;
  }
}
