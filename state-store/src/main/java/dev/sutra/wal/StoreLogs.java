package dev.sutra.wal;

import dev.sutra.io.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The log files of a store, oldest first, and whether each was forced. Immutable. */
public final class StoreLogs {
  private final List<Long> numbers;
  // By log: whether it or a later log states that all logs before it were forced. Has one extra
  // entry at the end.
  private final boolean[] forcedBefore;

  private StoreLogs(List<Long> numbers, boolean[] forcedBefore) {
    this.numbers = numbers;
    this.forcedBefore = forcedBefore;
  }

  /** Finds the logs of a store that is not being written. */
  public static StoreLogs of(Storage storage) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (String name : storage.list()) {
      if (LogFiles.number(name) >= 0) {
        numbers.add(LogFiles.number(name));
      }
    }
    numbers.sort(null);
    boolean[] forcedBefore = new boolean[numbers.size() + 1];
    for (int i = numbers.size() - 1; i >= 0; i--) {
      forcedBefore[i] =
          forcedBefore[i + 1] || LogReader.followsForced(storage, LogFiles.name(numbers.get(i)));
    }
    return new StoreLogs(List.copyOf(numbers), forcedBefore);
  }

  /** File numbers, ascending. */
  public List<Long> numbers() {
    return numbers;
  }

  public int size() {
    return numbers.size();
  }

  public String name(int log) {
    return LogFiles.name(numbers.get(log));
  }

  /** The permitted form of a log's end. */
  public LogTail tail(int log) {
    return forcedBefore[log + 1] ? LogTail.COMPLETE : LogTail.UNFORCED;
  }

  /** Whether all logs before this one were forced, so that missing data in them is corruption. */
  public boolean followsForced(int log) {
    return forcedBefore[log];
  }
}
