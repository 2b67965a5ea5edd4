package dev.sutra.engine.hybrid;

import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.ExpandQuery.Seed;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.Expansion.Activated;
import dev.sutra.engine.graph.GraphLimits;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Ranking;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the rankings of a hybrid query, and combines them. Not thread-safe. */
public final class HybridSearch {
  /** How many steps from an anchor the ranking by proximity goes. */
  private static final int STEPS = 2;

  private final HybridQuery query;
  private final HybridSource source;
  private final Map<Ranking, List<Hit>> rankings = new EnumMap<>(Ranking.class);
  private boolean exact = true;

  private HybridSearch(HybridQuery query, HybridSource source) {
    this.query = query;
    this.source = source;
  }

  /**
   * Runs a query.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static HybridHits run(HybridQuery query, HybridSource source) {
    if (query.isEmpty()) {
      throw new IllegalArgumentException("one of text, vector and anchors must be given");
    }
    HybridSearch search = new HybridSearch(query, source);
    search.rank();
    return new HybridHits(RankFusion.fuse(query, search.rankings), search.exact);
  }

  private void rank() {
    if (query.text() != null) {
      rankings.put(Ranking.TEXT, byText(query.text()));
    }
    if (query.vector() != null) {
      rankings.put(Ranking.VECTOR, byVector(query.vector()));
    }
    if (!query.anchors().isEmpty()) {
      rankings.put(Ranking.GRAPH, byProximity());
    }
  }

  private List<Hit> byText(String text) {
    // One more, in the place of the excluded concept.
    int limit = Math.min(query.depth() + 1, QueryLimits.ITEMS_MAX);
    return source
        .search(
            new TextSearch(text, limit, null)
                .withFilter(query.filter())
                .withDetail(query.neededDetail()))
        .stream()
        .filter(hit -> !hit.id().equals(query.excludedId()))
        .limit(query.depth())
        .toList();
  }

  private List<Hit> byVector(float[] vector) {
    SimilarHits hits =
        source.similar(
            new SimilarQuery(
                    vector, query.depth(), Float.NEGATIVE_INFINITY, false, query.excludedId())
                .withFilter(query.filter())
                .withDetail(query.neededDetail()));
    exact &= hits.exact();
    return hits.items();
  }

  private List<Hit> byProximity() {
    List<Seed> seeds = query.anchors().stream().map(id -> new Seed(id, 1)).toList();
    Expansion related =
        source.expand(
            new ExpandQuery(
                seeds,
                new EdgeSelection(Direction.BOTH, List.of()),
                0,
                ExpandQuery.DECAY_DEFAULT,
                STEPS,
                QueryLimits.ITEMS_MAX,
                GraphLimits.EDGES_DEFAULT));
    exact &= related.cut() == null;
    List<Hit> hits = new ArrayList<>();
    // In portions, since concepts may be large and the first ones often are enough.
    for (int from = 0; from < related.items().size() && hits.size() < query.depth(); ) {
      int to = Math.min(related.items().size(), from + query.depth());
      addPassing(related.items().subList(from, to), hits);
      from = to;
    }
    return hits.subList(0, Math.min(hits.size(), query.depth()));
  }

  /** Adds those that exist, pass the filter and are not excluded. */
  private void addPassing(List<Activated> portion, List<Hit> hits) {
    List<String> ids = portion.stream().map(Activated::id).toList();
    Map<String, Concept> concepts = source.concepts(ids, query.filter(), query.neededDetail());
    for (Activated each : portion) {
      Concept concept = concepts.get(each.id());
      if (concept != null && !each.id().equals(query.excludedId())) {
        hits.add(hit(concept, (float) each.activation()));
      }
    }
  }

  private Hit hit(Concept concept, float score) {
    @Nullable Concept carried = query.neededDetail() == Detail.TEXT ? null : concept;
    return new Hit(concept.id(), concept.text(), score, carried);
  }
}
