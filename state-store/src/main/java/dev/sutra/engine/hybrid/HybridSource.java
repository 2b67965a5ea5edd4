package dev.sutra.engine.hybrid;

import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The queries that a hybrid query consists of, on one store or on many. */
public interface HybridSource {
  /** The concepts with the best matching texts. */
  List<Hit> search(TextSearch query);

  /** The concepts with the nearest vectors. */
  SimilarHits similar(SimilarQuery query);

  /** The concepts that are most related to some. */
  Expansion expand(ExpandQuery query);

  /** Those of some concepts that exist and meet a filter, by id. */
  Map<String, Concept> concepts(Collection<String> ids, ConceptFilter filter, Detail detail);
}
