package dev.sutra.kafka;

import dev.sutra.engine.ConceptReader;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.graph.EdgesPage;
import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Completions;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import dev.sutra.record.Limits;
import dev.sutra.text.query.CorpusStatistics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;

/**
 * The queries that {@code KafkaStreams.query} sends to a {@link ConceptStore}.
 *
 * <p>Each partition returns its own result, as of one moment; the result's position is that of this
 * moment or an earlier one. {@code KafkaStreams.query} ignores the position bound of a request with
 * {@code requireActive} (4.3.1); without {@code requireActive}, standbys and restoring tasks answer
 * too. An application that needs both tracks active tasks by a processor: Kafka Streams calls
 * {@code init} of a processor after the restore, and {@code close} before it gives the task away. A
 * query that does not fit the store (a vector of another length) fails with {@code
 * STORE_EXCEPTION}; {@link #isInvalid} recognizes this failure.
 *
 * @param <R> the result
 */
public sealed interface ConceptQuery<R> extends Query<R> {
  /** Runs the query on one store. */
  R answer(ConceptReader reader);

  /**
   * Runs the query on one of several stores.
   *
   * @param partition of the store
   */
  default R answer(ConceptReader reader, int partition) {
    return answer(reader);
  }

  /**
   * The same query on the state of the store's last commit: it sees no write of an open
   * transaction. Under exactly-once the store commits when it is opened, after a restore and when
   * it is closed; in between only if the application makes it commit. The result may therefore be
   * old; its position says how old.
   */
  default Query<R> committed() {
    return new Committed<>(this);
  }

  /** Whether a result failed because the query is invalid, rather than because the store failed. */
  static boolean isInvalid(QueryResult<?> result) {
    return InvalidQuery.isMarked(result);
  }

  /** The concept of an id, if this store has it. */
  record GetConcept(String id) implements ConceptQuery<Optional<Concept>> {
    public GetConcept {
      Limits.checkId("id", id);
    }

    @Override
    public Optional<Concept> answer(ConceptReader reader) {
      return Optional.ofNullable(reader.concept(id));
    }
  }

  /**
   * The requested concepts that this store has and that pass a filter, by id, in the order of the
   * request.
   *
   * @param ids at most {@link QueryLimits#ITEMS_MAX}
   * @param detail what the concepts carry; what they do not carry is empty
   */
  record GetConcepts(Collection<String> ids, Detail detail, ConceptFilter filter)
      implements ConceptQuery<Map<String, Concept>> {
    public GetConcepts {
      if (ids.size() > QueryLimits.ITEMS_MAX) {
        throw new IllegalArgumentException(
            ids.size() + " ids; at most " + QueryLimits.ITEMS_MAX + " are allowed");
      }
      ids.forEach(id -> Limits.checkId("id", id));
      ids = List.copyOf(ids);
    }

    /** Asks for whole concepts. */
    public GetConcepts(Collection<String> ids) {
      this(ids, Detail.VECTOR);
    }

    /** Asks without a filter. */
    public GetConcepts(Collection<String> ids, Detail detail) {
      this(ids, detail, ConceptFilter.NONE);
    }

    @Override
    public Map<String, Concept> answer(ConceptReader reader) {
      Map<String, Concept> found = new LinkedHashMap<>(reader.concepts(ids, filter));
      found.replaceAll((id, concept) -> detail.of(concept));
      return found;
    }
  }

  /** A page of the associations of a concept in this store. */
  record Neighbors(NeighborQuery query) implements ConceptQuery<NeighborPage> {
    @Override
    public NeighborPage answer(ConceptReader reader) {
      return reader.neighbors(query);
    }
  }

  /**
   * The edges of several concepts of each partition: what a walk over partitions asks, round by
   * round. A store whose partition is not named returns no edges.
   *
   * @param queries by partition
   */
  record Edges(Map<Integer, EdgesQuery> queries) implements ConceptQuery<EdgesPage> {
    public Edges {
      queries = Map.copyOf(queries);
    }

    /** Not answered: what is asked depends on the partition. */
    @Override
    public EdgesPage answer(ConceptReader reader) {
      throw new IllegalArgumentException("edges are asked for by partition");
    }

    @Override
    public EdgesPage answer(ConceptReader reader, int partition) {
      EdgesQuery query = queries.get(partition);
      return query == null ? EdgesPage.NONE : reader.edges(query);
    }
  }

  /** This store's part of the statistics for scoring a search over several stores. */
  record TextStatistics(TextSearch query) implements ConceptQuery<CorpusStatistics> {
    /** The statistics for any of the words of a text. */
    public TextStatistics(String text) {
      this(TextSearch.of(text, TextSearch.Mode.ANY, 1));
    }

    @Override
    public CorpusStatistics answer(ConceptReader reader) {
      return reader.corpusStatistics(query);
    }
  }

  /** The concepts of this store whose text matches best. */
  record TextMatches(TextSearch query) implements ConceptQuery<List<Hit>> {
    @Override
    public List<Hit> answer(ConceptReader reader) {
      return reader.search(query);
    }
  }

  /** The words of this store's texts with a prefix, to be merged over stores. */
  record Complete(CompletionQuery query) implements ConceptQuery<Completions> {
    @Override
    public Completions answer(ConceptReader reader) {
      return reader.complete(query);
    }
  }

  /**
   * How often values of attributes occur among concepts of this store, to be merged over stores.
   */
  record CountFacets(FacetQuery query) implements ConceptQuery<Facets> {
    @Override
    public Facets answer(ConceptReader reader) {
      return reader.facets(query);
    }
  }

  /** The concepts of this store with the nearest vectors. */
  record SimilarTo(SimilarQuery query) implements ConceptQuery<SimilarHits> {
    @Override
    public SimilarHits answer(ConceptReader reader) {
      return reader.similar(query);
    }
  }

  /**
   * The concepts of this store that are best in several rankings together. The results of several
   * stores cannot be merged; {@code ConceptQueries} of {@code dev.sutra.kafka.routing} asks all.
   */
  record Hybrid(HybridQuery query) implements ConceptQuery<HybridHits> {
    @Override
    public HybridHits answer(ConceptReader reader) {
      return reader.hybrid(query);
    }
  }

  /** A page of the concepts of this store by time of their last write. */
  record Timeline(TimelineQuery query) implements ConceptQuery<TimelinePage> {
    @Override
    public TimelinePage answer(ConceptReader reader) {
      return reader.timeline(query);
    }
  }

  /** The statistics of the store. */
  record StoreStats() implements ConceptQuery<EngineStats> {
    @Override
    public EngineStats answer(ConceptReader reader) {
      return reader.stats();
    }
  }

  /** A query on the state of the last commit; see {@link ConceptQuery#committed}. */
  record Committed<R>(ConceptQuery<R> query) implements Query<R> {}
}
