package dev.sutra.time;

import dev.sutra.io.Problems;
import java.util.BitSet;

/** Compares a times section with the rows of its segment. */
public final class TimesCheck {
  private TimesCheck() {}

  /**
   * Reports the differences.
   *
   * @param times by document, ms
   * @param present the documents that have a time
   */
  public static void run(TimesSection section, long[] times, BitSet present, Problems problems) {
    BitSet missing = (BitSet) present.clone();
    int previousDocument = -1;
    for (int i = 0; i < section.size(); i++) {
      long time = section.timeAt(i);
      int document = section.documentAt(i);
      if (!missing.get(document)) {
        problems.add(section.corruptAt(i, "document " + document + " has a second time or no row"));
      } else if (times[document] != time) {
        problems.add(
            section.corruptAt(
                i, "document " + document + " has time " + time + ", its row " + times[document]));
      }
      missing.clear(document);
      boolean ascends =
          i == 0
              || section.timeAt(i - 1) < time
              || (section.timeAt(i - 1) == time && previousDocument < document);
      if (!ascends) {
        problems.add(section.corruptAt(i, "times do not ascend"));
      }
      previousDocument = document;
    }
    if (!missing.isEmpty()) {
      problems.add(
          section.corruptAt(
              section.size(),
              missing.cardinality()
                  + " times are missing, first document "
                  + missing.nextSetBit(0)));
    }
  }
}
