package dev.sutra.time;

import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.util.Arrays;

/** Writes a section of times; the package page gives the layout. */
public final class TimesWriter {
  private TimesWriter() {}

  /**
   * Writes the section, whose output has just begun, ordered by time.
   *
   * @param times ms, {@code times[i]} of {@code documents[i]}, in any order
   * @param documents ascending
   * @throws IllegalArgumentException if the lengths differ or the documents do not ascend
   */
  public static void write(SectionOutput output, long[] times, int[] documents) throws IOException {
    if (times.length != documents.length) {
      throw new IllegalArgumentException(
          times.length + " times were given for " + documents.length + " documents");
    }
    long[] sortedTimes = times.clone();
    Arrays.sort(sortedTimes);
    int[] sortedDocuments = place(times, documents, sortedTimes);
    output.writeInt(times.length);
    output.align(TimesSection.HEADER_BYTES);
    for (long time : sortedTimes) {
      output.writeLong(time);
    }
    for (int document : sortedDocuments) {
      output.writeInt(document);
    }
  }

  /** Sorts by time; documents of the same time stay in order. */
  private static int[] place(long[] times, int[] documents, long[] sortedTimes) {
    int[] placed = new int[documents.length];
    int[] taken = new int[documents.length];
    int last = -1;
    for (int i = 0; i < documents.length; i++) {
      if (documents[i] <= last) {
        throw new IllegalArgumentException(
            "document " + documents[i] + " is not greater than " + last);
      }
      last = documents[i];
      int first = firstAtOrAfter(sortedTimes, times[i]);
      placed[first + taken[first]++] = documents[i];
    }
    return placed;
  }

  private static int firstAtOrAfter(long[] sorted, long time) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
