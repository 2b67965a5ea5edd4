package dev.sutra.engine;

import dev.sutra.engine.query.PageCursor;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.engine.select.SnapshotFilter;
import dev.sutra.lsm.read.DocumentReader;
import dev.sutra.lsm.read.DocumentSource;
import dev.sutra.lsm.read.TreeSnapshot;
import dev.sutra.lsm.version.DocumentFilter;
import dev.sutra.record.LiveDocuments;
import dev.sutra.time.TimeCursor;
import dev.sutra.time.TimeSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of the timeline: merges the sources by time and orders concepts of the same
 * millisecond by id.
 */
final class TimelineReader {
  /** A cursor positioned at an entry of a source. */
  private record Head(DocumentSource source, TimeCursor cursor) {}

  /** The entries of live documents. */
  private record LiveTimes(TimeCursor all, LiveDocuments live) implements TimeCursor {
    @Override
    public boolean next() {
      while (all.next()) {
        if (live.isLive(all.document())) {
          return true;
        }
      }
      return false;
    }

    @Override
    public long time() {
      return all.time();
    }

    @Override
    public int document() {
      return all.document();
    }
  }

  /** A live document of the millisecond being read. */
  // Entries are sorted by key and never compared for equality.
  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(DocumentSource source, int document, byte[] key) {}

  private static final Comparator<Entry> BY_KEY = (a, b) -> Arrays.compareUnsigned(a.key, b.key);

  private final TimelineQuery query;
  private final @Nullable Long cursorTime;
  private final byte[] cursorKey;
  private final List<TimelineEntry> items = new ArrayList<>();

  private TimelineReader(TimelineQuery query) {
    this.query = query;
    if (query.cursor() == null) {
      this.cursorTime = null;
      this.cursorKey = new byte[0];
    } else {
      ByteBuffer bytes = PageCursor.place(query, query.cursor());
      long time = bytes.getLong();
      if (time < query.from() || time > query.to()) {
        throw PageCursor.invalid();
      }
      this.cursorTime = time;
      this.cursorKey = new byte[bytes.remaining()];
      bytes.get(cursorKey);
    }
  }

  static TimelinePage read(TreeSnapshot pinned, TimelineQuery query) {
    DocumentFilter filter = SnapshotFilter.of(query.filter(), pinned);
    return new TimelineReader(query).read(pinned.documents(), filter);
  }

  private TimelinePage read(List<DocumentSource> sources, @Nullable DocumentFilter filter) {
    List<Head> heads = open(sources, filter);
    while (!heads.isEmpty()) {
      long time = heads.getFirst().cursor.time();
      for (Head head : heads) {
        long other = head.cursor.time();
        time = query.newestFirst() ? Math.max(time, other) : Math.min(time, other);
      }
      List<Entry> entries = takeMillisecond(heads, time);
      for (Entry entry : entries) {
        if (items.size() == query.limit()) {
          return new TimelinePage(items, items.getLast().cursor(query));
        }
        DocumentReader reader = entry.source.reader();
        reader.moveTo(entry.document);
        items.add(
            new TimelineEntry(
                reader.id(),
                HitReader.text(reader, query.detail()),
                time,
                HitReader.concept(reader, query.detail())));
      }
    }
    return new TimelinePage(items, null);
  }

  private List<Head> open(List<DocumentSource> sources, @Nullable DocumentFilter filter) {
    long from = query.from();
    long to = query.to();
    if (cursorTime != null) {
      from = query.newestFirst() ? from : cursorTime;
      to = query.newestFirst() ? cursorTime : to;
    }
    List<Head> heads = new ArrayList<>();
    for (DocumentSource source : sources) {
      TimeSource times = source.times();
      if (times != null) {
        TimeCursor all =
            query.newestFirst() ? times.descending(from, to) : times.ascending(from, to);
        TimeCursor cursor = new LiveTimes(all, source.live(filter));
        if (cursor.next()) {
          heads.add(new Head(source, cursor));
        }
      }
    }
    return heads;
  }

  /** The documents of one millisecond, at most one more than fit on the page. */
  private List<Entry> takeMillisecond(List<Head> heads, long time) {
    int room = query.limit() - items.size() + 1;
    PriorityQueue<Entry> least = new PriorityQueue<>(BY_KEY.reversed());
    for (int i = heads.size() - 1; i >= 0; i--) {
      Head head = heads.get(i);
      boolean more = true;
      while (more && head.cursor.time() == time) {
        consider(head.source, head.cursor.document(), time, least, room);
        more = head.cursor.next();
      }
      if (!more) {
        heads.remove(i);
      }
    }
    List<Entry> entries = new ArrayList<>(least);
    entries.sort(BY_KEY);
    return entries;
  }

  private void consider(
      DocumentSource source, int document, long time, PriorityQueue<Entry> least, int room) {
    Entry entry = new Entry(source, document, source.key(document));
    boolean passed =
        cursorTime != null
            && cursorTime == time
            && Arrays.compareUnsigned(entry.key, cursorKey) <= 0;
    if (!passed) {
      least.add(entry);
      if (least.size() > room) {
        least.remove();
      }
    }
  }
}
