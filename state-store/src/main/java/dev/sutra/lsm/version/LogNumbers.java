package dev.sutra.lsm.version;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of the log files that hold the active memtable, ascending. Guarded by the writers' lock.
 */
public final class LogNumbers {
  private final List<Long> numbers;

  public LogNumbers(List<Long> recovered) {
    this.numbers = new ArrayList<>(recovered);
  }

  /** Adds a new file. */
  public void add(long number) {
    numbers.add(number);
  }

  /** Returns the numbers and forgets them, because the memtable is sealed. */
  public List<Long> takeAll() {
    List<Long> all = List.copyOf(numbers);
    numbers.clear();
    return all;
  }

  /** Returns how many files there are. */
  public int size() {
    return numbers.size();
  }

  /** Returns the logs of all memtables, ascending: those of the sealed ones, then these. */
  public List<Long> needed(List<SealedMemtable> newestFirst) {
    List<Long> logs = new ArrayList<>();
    for (SealedMemtable each : newestFirst.reversed()) {
      logs.addAll(each.logs());
    }
    logs.addAll(numbers);
    return logs;
  }
}
