package dev.sutra.app.service;

import dev.sutra.app.api.HybridRequest;
import dev.sutra.app.api.ServiceException;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.app.embed.Embedder;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.kafka.routing.ConceptQueries;
import dev.sutra.kafka.routing.Coverage;
import dev.sutra.kafka.routing.Found;
import dev.sutra.kafka.routing.QueryOptions;
import dev.sutra.record.Concept;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks up a concept, or the vector of a query. Thread-safe. */
final class ConceptLookup {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ConceptQueries queries;
  private final StoreShape shape;
  private final @Nullable Embedder embedder;

  ConceptLookup(ConceptQueries queries, StoreShape shape, @Nullable Embedder embedder) {
    this.queries = queries;
    this.shape = shape;
    this.embedder = embedder;
  }

  /** The vector of a query, and the partitions that it comes from. */
  // They are not compared with each other.
  @SuppressWarnings("ArrayRecordComponent")
  record QueryVector(float[] vector, Coverage coverage) {}

  /**
   * The vector of a request.
   *
   * @throws ServiceException if its concept does not exist, or cannot be looked up
   * @throws IllegalArgumentException if there is none, or it does not fit the store
   */
  QueryVector vectorOf(SimilarRequest request, QueryOptions options) {
    if (request.vector() != null) {
      shape.checkVector(request.vector());
      return new QueryVector(request.vector(), Coverage.NONE);
    }
    if (request.id() != null) {
      Found<Optional<Concept>> answers = queries.concept(request.id(), options);
      return new QueryVector(vector(request.id(), answers), answers.coverage());
    }
    if (embedder == null) {
      throw new IllegalArgumentException("text cannot be embedded: this instance has no embedder");
    }
    return new QueryVector(embedder.embed(Objects.requireNonNull(request.text())), Coverage.NONE);
  }

  /** A hybrid query with its vector, and the partitions that this comes from. */
  record Subject(HybridQuery query, Coverage coverage) {}

  /**
   * The query of a hybrid request, with the vector of its concept or its text.
   *
   * @throws ServiceException if its concept does not exist, or cannot be looked up
   * @throws IllegalArgumentException if its vector does not fit the store
   */
  Subject subjectOf(HybridRequest request, QueryOptions options) {
    HybridQuery query = request.query();
    if (query.vector() != null) {
      shape.checkVector(query.vector());
    }
    if (request.id() != null) {
      Found<Optional<Concept>> answers = queries.concept(request.id(), options);
      float[] own = required(request.id(), answers).vector();
      HybridQuery complete =
          query.vector() == null && own != null ? query.toBuilder().vector(own).build() : query;
      if (complete.isEmpty()) {
        throw new IllegalArgumentException(
            "concept " + request.id() + " has no vector, and there are no text and no anchors");
      }
      return new Subject(complete, answers.coverage());
    }
    String text = query.text();
    return new Subject(
        query.vector() == null && text != null && embedder != null
            ? query.toBuilder().vector(embedder.embed(text)).build()
            : query,
        Coverage.NONE);
  }

  /** The requested concept; throws if it does not exist, or if that is unknown. */
  static Concept required(String id, Found<Optional<Concept>> answers) {
    return answers
        .value()
        .orElseThrow(
            () -> {
              checkCurrent(id, answers.coverage());
              return ServiceException.unknownConcept(id);
            });
  }

  /** Only the active copy can tell that a concept does not exist; other copies may be behind. */
  static void checkCurrent(String id, Coverage coverage) {
    if (!coverage.copies().isEmpty()) {
      throw unknownHere(id);
    }
  }

  /** The failure of a query of a copy that is not active, and does not have a concept. */
  static ServiceException unknownHere(String id) {
    return ServiceException.unavailable(
        "the queried copy has no such data for concept " + id + ", and may be behind", RETRY_AFTER);
  }

  /** The vector of the requested concept; throws if it has none. */
  static float[] vector(String id, Found<Optional<Concept>> answers) {
    float[] vector = required(id, answers).vector();
    if (vector == null) {
      checkCurrent(id, answers.coverage());
      throw new IllegalArgumentException("concept " + id + " has no vector");
    }
    return vector;
  }
}
