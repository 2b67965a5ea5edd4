package dev.sutra.engine.hybrid;

import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridHit.Place;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Fusion;
import dev.sutra.engine.query.HybridQuery.Ranking;
import dev.sutra.engine.query.MergedResults;
import dev.sutra.record.Concept;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Combines rankings into one: by reciprocal ranks (Cormack, Clarke and Büttcher, 2009) or by scores
 * on a {@link ScoreScale}. The result depends on the rankings only, so it is the same however many
 * partitions they come from.
 */
public final class RankFusion {
  /** The constant of reciprocal rank fusion. */
  private static final int K = 60;

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble((Candidate candidate) -> candidate.score)
          .reversed()
          .thenComparing(candidate -> candidate.hit.id(), MergedResults.BY_ID);

  private final HybridQuery query;
  private final Map<String, Candidate> candidates = new HashMap<>();

  private RankFusion(HybridQuery query) {
    this.query = query;
  }

  /** A concept of at least one ranking. */
  private static final class Candidate {
    final Hit hit;
    final Map<Ranking, Place> places = new EnumMap<>(Ranking.class);
    double score;

    Candidate(Hit hit) {
      this.hit = hit;
    }
  }

  /**
   * Combines rankings.
   *
   * @param rankings their items carry {@link HybridQuery#neededDetail}
   * @return best first, at most as many as the limit
   */
  public static List<HybridHit> fuse(HybridQuery query, Map<Ranking, RankedHits> rankings) {
    RankFusion fusion = new RankFusion(query);
    int longest =
        rankings.values().stream().mapToInt(ranked -> ranked.items().size()).max().orElse(0);
    // In the order of the enum, so that sums are the same to the last bit.
    for (Ranking ranking : Ranking.values()) {
      RankedHits ranked = rankings.get(ranking);
      if (ranked != null && !ranked.items().isEmpty()) {
        fusion.add(ranking, ranked, longest);
      }
    }
    return fusion.best();
  }

  private void add(Ranking ranking, RankedHits ranked, int longest) {
    double weight = query.weight(ranking);
    ScoreScale scale = ScoreScale.of(ranked.items(), ranked.isComplete(), longest);
    int rank = 0;
    for (Hit hit : ranked.items()) {
      rank++;
      Candidate candidate = candidates.computeIfAbsent(hit.id(), id -> new Candidate(hit));
      candidate.places.put(ranking, new Place(rank, hit.score()));
      candidate.score +=
          weight * (query.fusion() == Fusion.RRF ? 1.0 / (K + rank) : scale.scaled(hit.score()));
    }
  }

  private List<HybridHit> best() {
    List<Candidate> ranked = new ArrayList<>(candidates.values());
    for (Candidate candidate : ranked) {
      candidate.score *= boost(candidate.hit.concept());
    }
    ranked.sort(BEST_FIRST);
    List<Candidate> chosen =
        query.diversity() == 0
            ? ranked.subList(0, Math.min(query.limit(), ranked.size()))
            : diverse(ranked);
    return chosen.stream().map(this::hit).toList();
  }

  private double boost(@Nullable Concept concept) {
    HybridQuery.Boosts boosts = query.boosts();
    if (concept == null || boosts.isNone()) {
      return 1;
    }
    double age = Math.max(0, boosts.nowMillis() - (double) concept.updatedAt());
    return (1 + boosts.strength() * concept.strength())
        * (1 + boosts.recency() * Math.pow(0.5, age / boosts.halfLifeMillis()));
  }

  private List<Candidate> diverse(List<Candidate> ranked) {
    double[] scores = ranked.stream().mapToDouble(candidate -> candidate.score).toArray();
    List<float @Nullable []> vectors = new ArrayList<>();
    for (Candidate candidate : ranked) {
      Concept concept = candidate.hit.concept();
      vectors.add(concept == null ? null : concept.vector());
    }
    List<Candidate> chosen = new ArrayList<>();
    for (int i : Diversity.choose(scores, vectors, query.diversity(), query.limit())) {
      chosen.add(ranked.get(i));
    }
    return chosen;
  }

  private HybridHit hit(Candidate candidate) {
    Hit hit = candidate.hit;
    Concept concept = hit.concept();
    return new HybridHit(
        hit.id(),
        query.detail() == Detail.ID ? null : hit.text(),
        candidate.score,
        candidate.places,
        concept == null ? null : query.detail().carried(concept));
  }
}
