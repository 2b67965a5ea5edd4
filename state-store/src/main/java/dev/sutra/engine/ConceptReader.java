package dev.sutra.engine;

import dev.sutra.engine.graph.EdgesPage;
import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.Paths;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.Traversal;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Completions;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import dev.sutra.text.query.CorpusStatistics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The queries of a store. Each result reflects one consistent state. */
public interface ConceptReader {
  /** The concept with this id; null if there is none. */
  @Nullable Concept concept(String id);

  /**
   * Those of some concepts that exist and pass a filter, by id, in the order of the ids.
   *
   * @param ids of any number
   */
  Map<String, Concept> concepts(Collection<String> ids, ConceptFilter filter);

  /** A page of the associations of a concept. The concept itself need not exist. */
  NeighborPage neighbors(NeighborQuery query);

  /**
   * The edges of several concepts, or the first of them. The concepts need not exist.
   *
   * @throws IllegalArgumentException if the key to go on from is not of the first concept
   */
  EdgesPage edges(EdgesQuery query);

  /** The concepts within some steps of one, which need not exist, and the ways to them. */
  Traversal traverse(TraversalQuery query);

  /** The best paths from one concept to another; they need not exist. */
  Paths paths(PathsQuery query);

  /** The concepts that are most related to some, which need not exist. */
  Expansion expand(ExpandQuery query);

  /**
   * The concepts with the best matching texts.
   *
   * @throws IllegalArgumentException if the query has more terms than are allowed
   */
  List<Hit> search(TextSearch query);

  /**
   * The statistics with which {@link #search} scores this query. To search several stores, sum them
   * over all.
   *
   * @throws IllegalArgumentException as {@link #search}
   */
  CorpusStatistics corpusStatistics(TextSearch query);

  /** The statistics for any of the words of a text. */
  default CorpusStatistics corpusStatistics(String text) {
    return corpusStatistics(TextSearch.of(text, TextSearch.Mode.ANY, 1));
  }

  /**
   * The words of texts with a prefix, those in most concepts first. To complete over several
   * stores, merge their answers to {@link CompletionQuery#ofAll}.
   */
  Completions complete(CompletionQuery query);

  /**
   * How often values of attributes occur among the concepts that a search finds, or that pass a
   * filter. To count over several stores, merge their answers to {@link FacetQuery#ofAll}, with the
   * merged statistics of the search.
   *
   * @throws IllegalArgumentException if an attribute has more than {@link FacetQuery#VALUES_MAX}
   *     different values among them, or if they are longer than {@link FacetQuery#VALUE_CHARS_MAX}
   */
  Facets facets(FacetQuery query);

  /**
   * The concepts with the nearest vectors.
   *
   * @throws IllegalArgumentException if the vector does not match the store's dimension or
   *     similarity
   */
  SimilarHits similar(SimilarQuery query);

  /**
   * The concepts that are best in several rankings together: by text, by vector and by proximity in
   * the graph.
   *
   * @throws IllegalArgumentException as {@link #search} and {@link #similar}
   */
  HybridHits hybrid(HybridQuery query);

  /** A page of the concepts, ordered by the time of their last write. */
  TimelinePage timeline(TimelineQuery query);

  /** The statistics of the store. */
  EngineStats stats();
}
