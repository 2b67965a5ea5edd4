package dev.sutra.engine.tools;

import dev.sutra.io.Problem;
import java.util.List;

/**
 * The result of a store check.
 *
 * @param problems the corruption found, at most 10,000 entries
 * @param problemCount total number of problems
 * @param notes unusual but harmless findings: a torn log tail, unreferenced files
 * @param segments number of segment files checked
 * @param rows number of rows in them
 * @param logs number of log files checked
 * @param transactions number of transactions in them
 */
public record CheckReport(
    List<Problem> problems,
    long problemCount,
    List<Problem> notes,
    int segments,
    long rows,
    int logs,
    long transactions) {

  /** Whether no corruption was found. */
  public boolean isClean() {
    return problemCount == 0;
  }
}
