package dev.sutra.text.query;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.TopHits;

/**
 * Finds the best documents of one source that one cursor matches. Blocks that cannot contain a hit
 * are skipped.
 */
final class CursorSearch {
  private CursorSearch() {}

  static void run(ClauseCursor cursor, LiveDocuments live, TopHits hits) {
    cursor.leaveOutLosers(hits);
    // The last document for which the bound of its block was checked.
    int checked = -1;
    int document = cursor.advance(0);
    while (document != ClauseCursor.NO_MORE) {
      if (hits.isFull() && document > checked) {
        int end = cursor.advanceShallow(document);
        if (!hits.mayEnter(cursor.blockMaxScore(), document)) {
          if (end == ClauseCursor.NO_MORE) {
            return;
          }
          document = cursor.advance(end + 1);
          continue;
        }
        checked = end;
      }
      if (live.isLive(document)) {
        hits.offer(cursor.score(), document);
      }
      document = cursor.advance(document + 1);
    }
  }
}
