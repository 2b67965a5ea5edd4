package dev.sutra.engine.hybrid;

import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.ExpandQuery.Seed;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.Expansion.Activated;
import dev.sutra.engine.graph.GraphLimits;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
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

/** Runs the rankings of a hybrid query, and combines them. Not thread-safe. */
public final class HybridSearch {
  /** How many steps from an anchor the ranking by proximity goes. */
  private static final int STEPS = 2;

  /** So many concepts are read at once. */
  private static final int PORTION_MIN = 100;

  private final HybridQuery query;
  private final HybridSource source;
  private final Map<Ranking, RankedHits> rankings = new EnumMap<>(Ranking.class);
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
    List<HybridHit> hits = RankFusion.fuse(query, search.rankings);
    return new HybridHits(query.isDeep() ? search.withConcepts(hits) : hits, search.exact);
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

  private RankedHits byText(String text) {
    Detail detail = query.neededDetail();
    int most = detail == Detail.ID ? QueryLimits.RANKED_MAX : QueryLimits.ITEMS_MAX;
    // One more, in the place of the excluded concept.
    int limit = Math.min(query.depth() + 1, most);
    List<Hit> found =
        source.search(
            new TextSearch(text, 1, null)
                .withFilter(query.filter())
                .withDetail(detail)
                .withLimit(limit));
    List<Hit> items = found.stream().filter(hit -> !hit.id().equals(query.excludedId())).toList();
    return ranked(items, found.size() < limit);
  }

  /** The first items, as many as the depth. */
  private RankedHits ranked(List<Hit> items, boolean isComplete) {
    int count = Math.min(items.size(), query.depth());
    return new RankedHits(items.subList(0, count), isComplete && count == items.size());
  }

  private RankedHits byVector(float[] vector) {
    SimilarHits hits =
        source.similar(
            new SimilarQuery(vector, 1, Float.NEGATIVE_INFINITY, false, query.excludedId())
                .withFilter(query.filter())
                .withDetail(query.neededDetail())
                .withLimit(query.depth()));
    exact &= hits.exact();
    // A vector that is not near has another score than 0.
    return new RankedHits(hits.items(), false);
  }

  private RankedHits byProximity() {
    List<Seed> seeds = query.anchors().stream().map(id -> new Seed(id, 1)).toList();
    Expansion related =
        source.expand(
            new ExpandQuery(
                seeds,
                new EdgeSelection(Direction.BOTH, List.of()),
                0,
                ExpandQuery.DECAY_DEFAULT,
                STEPS,
                QueryLimits.RANKED_MAX,
                GraphLimits.EDGES_DEFAULT));
    exact &= related.cut() == null;
    List<Activated> all = related.items();
    List<Hit> hits = new ArrayList<>();
    int from = 0;
    // In portions, since concepts may be large and the first ones often are enough.
    int portion = Math.clamp(query.depth(), PORTION_MIN, QueryLimits.ITEMS_MAX);
    while (from < all.size() && hits.size() < query.depth()) {
      int to = Math.min(all.size(), from + portion);
      addPassing(all.subList(from, to), hits);
      from = to;
      portion = Math.min(2 * portion, QueryLimits.ITEMS_MAX);
    }
    boolean isComplete = related.cut() == null && all.size() < QueryLimits.RANKED_MAX;
    return ranked(hits, isComplete && from == all.size());
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
    return new Hit(concept.id(), concept.text(), score, query.neededDetail().carried(concept));
  }

  /** Adds what the query asks for, of those that still exist. */
  private List<HybridHit> withConcepts(List<HybridHit> hits) {
    Detail detail = query.detail();
    if (detail == Detail.ID) {
      return hits;
    }
    List<String> ids = hits.stream().map(HybridHit::id).toList();
    Map<String, Concept> concepts = source.concepts(ids, ConceptFilter.NONE, detail);
    List<HybridHit> complete = new ArrayList<>();
    for (HybridHit hit : hits) {
      Concept concept = concepts.get(hit.id());
      if (concept != null) {
        complete.add(hit.with(concept, detail));
      }
    }
    return complete;
  }
}
