package dev.sutra.engine.tools;

import dev.sutra.io.Problem;
import java.util.List;

/**
 * What a check of a store found.
 *
 * @param problems what is damaged, at most 10,000
 * @param problemCount how many there are in all
 * @param notes what is unusual and harmless: a torn log tail, files that nothing names
 * @param segments segment files that were checked
 * @param rows their rows
 * @param logs log files that were checked
 * @param transactions their transactions
 */
public record CheckReport(
    List<Problem> problems,
    long problemCount,
    List<Problem> notes,
    int segments,
    long rows,
    int logs,
    long transactions) {

  /** Whether nothing is damaged. */
  public boolean isClean() {
    return problemCount == 0;
  }
}
