package dev.sutra.engine;

import dev.sutra.attribute.AttributeColumn;
import dev.sutra.attribute.AttributesSection;
import dev.sutra.engine.query.FacetCounts;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.select.SnapshotFilter;
import dev.sutra.lsm.read.DocumentReader;
import dev.sutra.lsm.read.DocumentSource;
import dev.sutra.lsm.read.TreeSnapshot;
import dev.sutra.lsm.version.DocumentFilter;
import dev.sutra.record.Attributes;
import dev.sutra.record.LiveDocuments;
import dev.sutra.time.TimeCursor;
import dev.sutra.time.TimeSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts values of attributes in a pinned state of the tree: for each source a set of the matching
 * documents, and then one pass over each column, or over the rows where there is no column. Used by
 * one query.
 */
final class FacetReader {
  private final List<String> names;
  private final FacetCounts counts;

  private FacetReader(FacetQuery query) {
    this.names = query.names();
    this.counts = new FacetCounts(query);
  }

  static Facets read(TreeSnapshot pinned, FacetQuery query) {
    FacetReader reader = new FacetReader(query);
    DocumentFilter filter = SnapshotFilter.of(query.filter(), pinned);
    if (query.search() != null) {
      new TextReader(pinned).matches(query.search(), query.filter(), reader::add);
    } else {
      for (DocumentSource source : pinned.documents()) {
        reader.add(source, live(source, source.live(filter)));
      }
    }
    return reader.counts.facets();
  }

  private static BitSet live(DocumentSource source, LiveDocuments live) {
    BitSet matching = new BitSet();
    // Each concept has a time; a row that deletes one has a number, but no time.
    TimeSource times = source.times();
    if (times != null) {
      TimeCursor all = times.ascending(Long.MIN_VALUE, Long.MAX_VALUE);
      while (all.next()) {
        if (live.isLive(all.document())) {
          matching.set(all.document());
        }
      }
    }
    return matching;
  }

  private void add(DocumentSource source, BitSet matching) {
    if (matching.isEmpty()) {
      return;
    }
    counts.addConcepts(matching.cardinality());
    AttributesSection attributes = source.attributes();
    List<Integer> withoutColumn = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      AttributeColumn column = attributes == null ? null : attributes.column(names.get(i));
      if (column != null) {
        addColumn(i, column, matching);
      } else if (attributes == null || !attributes.isComplete()) {
        withoutColumn.add(i);
      }
    }
    if (!withoutColumn.isEmpty()) {
      addRows(withoutColumn, source.reader(), matching);
    }
  }

  private void addColumn(int attribute, AttributeColumn column, BitSet matching) {
    int[] found = column.counts(matching);
    for (int number = 0; number < found.length; number++) {
      if (found[number] > 0) {
        counts.add(attribute, column.value(number), found[number]);
      }
    }
  }

  private void addRows(List<Integer> attributes, DocumentReader reader, BitSet matching) {
    for (int document = matching.nextSetBit(0);
        document >= 0;
        document = matching.nextSetBit(document + 1)) {
      reader.moveTo(document);
      Map<String, Object> values = reader.concept(false).attributes();
      for (int attribute : attributes) {
        @Nullable Object value = values.get(names.get(attribute));
        if (value != null) {
          counts.add(attribute, Attributes.comparable(value), 1);
        }
      }
    }
  }
}
