package dev.sutra.engine;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.select.SnapshotFilter;
import dev.sutra.io.CorruptFileException;
import dev.sutra.lsm.read.DocumentReader;
import dev.sutra.lsm.read.DocumentSource;
import dev.sutra.lsm.read.TreeSnapshot;
import dev.sutra.lsm.version.DocumentFilter;
import dev.sutra.vector.ScoredDocument;
import dev.sutra.vector.VectorView;
import dev.sutra.vector.cells.ApproximateHits;
import dev.sutra.vector.cells.ApproximateSearch;
import dev.sutra.vector.cells.CellView;
import dev.sutra.vector.cells.SearchEffort;
import java.util.ArrayList;
import java.util.List;

/** Runs similarity queries. */
final class SimilarReader {
  private final TreeSnapshot pinned;
  private final SimilarQuery query;
  private final List<DocumentSource> sources = new ArrayList<>();
  private final List<VectorView> views = new ArrayList<>();

  private SimilarReader(TreeSnapshot pinned, SimilarQuery query) {
    this.pinned = pinned;
    this.query = query;
    DocumentFilter filter = SnapshotFilter.of(query.filter(), pinned);
    for (DocumentSource source : pinned.documents()) {
      VectorView view = source.vectorView(filter);
      if (view != null) {
        sources.add(source);
        views.add(view);
      }
    }
  }

  static SimilarHits read(TreeSnapshot pinned, SimilarQuery query) {
    return new SimilarReader(pinned, query).read();
  }

  private SimilarHits read() {
    while (true) {
      try {
        return answer(search());
      } catch (CorruptFileException e) {
        if (sources.stream().noneMatch(source -> source.giveUpCells(e))) {
          throw e;
        }
        // Retries without the corrupt codes: their vectors are compared exactly.
      }
    }
  }

  private ApproximateHits search() {
    List<CellView> cells = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      cells.add(new CellView(views.get(i), query.exact() ? null : sources.get(i).cells()));
    }
    // One more than requested, to replace the excluded concept.
    int limit = query.limit() + (query.excludedId() == null ? 0 : 1);
    return ApproximateSearch.search(
        cells,
        query.vector(),
        pinned.options().similarity(),
        limit,
        query.minScore(),
        SearchEffort.ofRecall(query.targetRecall()),
        new KeyOrder(sources));
  }

  private SimilarHits answer(ApproximateHits found) {
    HitReader reader = new HitReader(sources, query.detail());
    List<Hit> hits = new ArrayList<>();
    for (ScoredDocument each : found.hits()) {
      DocumentReader document = reader.at(each.source(), each.document());
      if (hits.size() < query.limit() && !document.id().equals(query.excludedId())) {
        hits.add(reader.hit(document, each.score()));
      }
    }
    return new SimilarHits(
        hits,
        found.exact(),
        new SimilarHits.Scan(found.cells(), found.scanned(), found.compared()));
  }
}
