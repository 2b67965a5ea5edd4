package dev.sutra.engine;

import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.hybrid.HybridSearch;
import dev.sutra.engine.hybrid.HybridSource;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The rankings of a hybrid query on one reader. */
public record HybridReader(ConceptReader reader) implements HybridSource {
  /** Runs a hybrid query on a reader. */
  public static HybridHits read(ConceptReader reader, HybridQuery query) {
    return HybridSearch.run(query, new HybridReader(reader));
  }

  @Override
  public List<Hit> search(TextSearch query) {
    return reader.search(query);
  }

  @Override
  public SimilarHits similar(SimilarQuery query) {
    return reader.similar(query);
  }

  @Override
  public Expansion expand(ExpandQuery query) {
    return reader.expand(query);
  }

  @Override
  public Map<String, Concept> concepts(
      Collection<String> ids, ConceptFilter filter, Detail detail) {
    Map<String, Concept> concepts = reader.concepts(ids, filter);
    concepts.replaceAll((id, concept) -> detail.of(concept));
    return concepts;
  }
}
