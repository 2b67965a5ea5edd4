package dev.sutra.kafka;

import dev.sutra.engine.ConceptReader;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.Hit;
import dev.sutra.engine.NeighborPage;
import dev.sutra.engine.NeighborQuery;
import dev.sutra.engine.QueryLimits;
import dev.sutra.engine.SimilarHits;
import dev.sutra.engine.SimilarQuery;
import dev.sutra.engine.TextSearch;
import dev.sutra.engine.TimelinePage;
import dev.sutra.engine.TimelineQuery;
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
 * What {@code KafkaStreams.query} can ask a {@link ConceptStore}.
 *
 * <p>Each partition answers for itself, as of one moment; its result's position is that of this
 * moment or an earlier one. {@code KafkaStreams.query} ignores the position bound of a request with
 * {@code requireActive} (4.3.1), and without it standbys answer, and tasks that are being restored.
 * A program that needs both lets a processor say when it is active: {@code init} of a processor
 * comes after the restore, {@code close} before the task is given away. A query that does not fit
 * the store (a vector of another length) fails with {@code STORE_EXCEPTION} and is told apart by
 * {@link #isInvalid}.
 *
 * @param <R> the answer
 */
public sealed interface ConceptQuery<R> extends Query<R> {
  /** The answer of one store. */
  R answer(ConceptReader reader);

  /**
   * The same question as of the store's last commit instead of now: no write of an open transaction
   * is seen. Under exactly-once the store commits at its start, after a restore and at its close,
   * and otherwise only as often as the application makes it: the answer may be old, and its
   * position says how old.
   */
  default Query<R> committed() {
    return new Committed<>(this);
  }

  /** Whether a result says that the question was wrong, rather than that the store failed. */
  static boolean isInvalid(QueryResult<?> result) {
    return result.isFailure() && result.getFailureMessage().startsWith(QueryAnswers.INVALID);
  }

  /** The concept of an id, if it is here. */
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
   * Those of the concepts that are here, by id, in the order asked for.
   *
   * @param ids at most {@link QueryLimits#ITEMS_MAX}
   */
  record GetConcepts(Collection<String> ids) implements ConceptQuery<Map<String, Concept>> {
    public GetConcepts {
      if (ids.size() > QueryLimits.ITEMS_MAX) {
        throw new IllegalArgumentException(
            ids.size() + " ids; at most " + QueryLimits.ITEMS_MAX + " are allowed");
      }
      ids.forEach(id -> Limits.checkId("id", id));
      ids = List.copyOf(ids);
    }

    @Override
    public Map<String, Concept> answer(ConceptReader reader) {
      Map<String, Concept> found = new LinkedHashMap<>();
      for (String id : ids) {
        Concept concept = reader.concept(id);
        if (concept != null) {
          found.put(id, concept);
        }
      }
      return found;
    }
  }

  /** A page of the associations of a concept that are here. */
  record Neighbors(NeighborQuery query) implements ConceptQuery<NeighborPage> {
    @Override
    public NeighborPage answer(ConceptReader reader) {
      return reader.neighbors(query);
    }
  }

  /** This store's part of the statistics that a search over several stores scores with. */
  record TextStatistics(String text) implements ConceptQuery<CorpusStatistics> {
    @Override
    public CorpusStatistics answer(ConceptReader reader) {
      return reader.corpusStatistics(text);
    }
  }

  /** The concepts here whose text matches best. */
  record TextMatches(TextSearch query) implements ConceptQuery<List<Hit>> {
    @Override
    public List<Hit> answer(ConceptReader reader) {
      return reader.search(query);
    }
  }

  /** The concepts here with the nearest vectors. */
  record SimilarTo(SimilarQuery query) implements ConceptQuery<SimilarHits> {
    @Override
    public SimilarHits answer(ConceptReader reader) {
      return reader.similar(query);
    }
  }

  /** A page of the concepts here by time of their last write. */
  record Timeline(TimelineQuery query) implements ConceptQuery<TimelinePage> {
    @Override
    public TimelinePage answer(ConceptReader reader) {
      return reader.timeline(query);
    }
  }

  /** What the store holds. */
  record StoreStats() implements ConceptQuery<EngineStats> {
    @Override
    public EngineStats answer(ConceptReader reader) {
      return reader.stats();
    }
  }

  /** A question as of the last commit; see {@link ConceptQuery#committed}. */
  record Committed<R>(ConceptQuery<R> query) implements Query<R> {}
}
