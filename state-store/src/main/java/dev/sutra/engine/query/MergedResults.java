package dev.sutra.engine.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Merges the results that several stores give for one query into the result that one store with all
 * their concepts gives. Ids are ordered as in a store, by their bytes in UTF-8, so that ties and
 * pages are the same.
 */
public final class MergedResults {
  /** The order of ids in a store. */
  public static final Comparator<String> BY_ID = MergedResults::compareIds;

  private static final Comparator<Hit> BEST_FIRST =
      Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::id, BY_ID);

  private MergedResults() {}

  /**
   * Compares well-formed strings as their bytes in UTF-8 compare: like their chars, but what needs
   * two chars comes last.
   */
  private static int compareIds(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char inA = a.charAt(i);
      char inB = b.charAt(i);
      if (inA != inB) {
        boolean pairA = Character.isSurrogate(inA);
        return pairA == Character.isSurrogate(inB) ? inA - inB : pairA ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  /** Returns the best hits of all stores, at most {@code limit}. */
  public static List<Hit> hits(Collection<List<Hit>> parts, int limit) {
    return parts.stream().flatMap(List::stream).sorted(BEST_FIRST).limit(limit).toList();
  }

  /** Returns the nearest of all stores, at most {@code limit}; exact if each part is. */
  public static SimilarHits similar(Collection<SimilarHits> parts, int limit) {
    return new SimilarHits(
        hits(parts.stream().map(SimilarHits::items).toList(), limit),
        parts.stream().allMatch(SimilarHits::exact),
        parts.stream()
            .map(SimilarHits::scan)
            .reduce(SimilarHits.Scan.NONE, SimilarHits.Scan::plus));
  }

  /** Returns the page that the pages of all stores for this query give together. */
  public static TimelinePage timeline(Collection<TimelinePage> parts, TimelineQuery query) {
    Comparator<TimelineEntry> byTime = Comparator.comparingLong(TimelineEntry::updatedAt);
    List<TimelineEntry> all = new ArrayList<>();
    boolean more = false;
    for (TimelinePage page : parts) {
      all.addAll(page.items());
      more |= page.cursor() != null;
    }
    all.sort(
        (query.newestFirst() ? byTime.reversed() : byTime).thenComparing(TimelineEntry::id, BY_ID));
    List<TimelineEntry> items = List.copyOf(all.subList(0, Math.min(query.limit(), all.size())));
    more |= all.size() > items.size();
    return new TimelinePage(items, more && !items.isEmpty() ? items.getLast().cursor(query) : null);
  }
}
