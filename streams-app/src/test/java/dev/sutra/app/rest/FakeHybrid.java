package dev.sutra.app.rest;

import dev.sutra.app.api.HybridRequest;
import dev.sutra.engine.hybrid.RankFusion;
import dev.sutra.engine.hybrid.RankedHits;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Ranking;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.record.Concept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Hybrid queries of {@link FakeConceptService}: one ranking, in the order of the ids. */
final class FakeHybrid {
  private FakeHybrid() {}

  static List<HybridHit> hits(HybridRequest request, Map<String, Concept> concepts) {
    HybridQuery query = request.query();
    Collection<Concept> all = concepts.values();
    List<Hit> hits = new ArrayList<>();
    for (Concept concept : all) {
      if (!concept.id().equals(request.id()) && query.filter().matches(concept)) {
        Detail detail = query.neededDetail();
        hits.add(
            new Hit(
                concept.id(),
                concept.text(),
                all.size() - hits.size(),
                detail == Detail.TEXT ? null : detail.of(concept)));
      }
    }
    // All pages.
    HybridQuery longest = query.toBuilder().limit(QueryLimits.ITEMS_MAX).build();
    return RankFusion.fuse(longest, Map.of(Ranking.TEXT, new RankedHits(hits, true)));
  }
}
