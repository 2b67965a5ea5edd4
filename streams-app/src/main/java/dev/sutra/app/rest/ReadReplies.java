package dev.sutra.app.rest;

import dev.sutra.app.api.Answer;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.rest.http.ApiRequest;
import dev.sutra.app.rest.http.ByteBudget;
import dev.sutra.app.rest.http.HttpProblem;
import dev.sutra.app.rest.http.QueryParameters;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.json.AnswerJson;
import dev.sutra.app.rest.json.ConceptFields;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.QueryLimits;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpStatus;

/** Runs queries within their time and memory, and writes their results. Thread-safe. */
final class ReadReplies {
  private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(1);

  private final Deadline deadline;
  private final ByteBudget memory;

  /**
   * Creates the replies.
   *
   * @param memory heap for items until they are written as JSON
   */
  ReadReplies(Deadline deadline, ByteBudget memory) {
    this.deadline = deadline;
    this.memory = memory;
  }

  /** The parameters of a read: its own, and those of every read. */
  static Set<String> parameters(String... own) {
    return Stream.concat(Stream.of(own), ApiRequest.READ_PARAMETERS.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  static ConceptFields fields(ApiRequest request, ConceptFields.Kind kind) {
    return ConceptFields.read(request.query().text("fields"), kind);
  }

  static int limit(QueryParameters query) {
    return query.integer("limit", ReadOptions.LIMIT_DEFAULT, 1, QueryLimits.ITEMS_MAX);
  }

  /** The condition on the concepts of the result. */
  static ConceptFilter filter(QueryParameters query) {
    String text = query.text("filter");
    return text == null ? ConceptFilter.NONE : ConceptFilter.parse(text);
  }

  /** Answers with items, one in each line if the client asks for that. */
  <T> Reply list(
      ApiRequest request,
      long bytesMax,
      ReadOptions options,
      Callable<Answer<T>> query,
      AnswerJson.Item<T> item)
      throws Exception {
    boolean lines = request.prefersLines();
    return answer(
        bytesMax,
        options,
        query,
        (answer, nanos) ->
            lines
                ? Reply.lines(AnswerJson.lines(answer, nanos, item))
                : Reply.json(HttpStatus.OK_200, AnswerJson.list(answer, nanos, item)));
  }

  /** Writes a result that took {@code nanos} nanoseconds. */
  interface Writer<T> {
    Reply write(Answer<T> answer, long nanos);
  }

  /** Runs a query that uses at most so many bytes. */
  <T> Reply answer(long bytesMax, ReadOptions options, Callable<Answer<T>> query, Writer<T> writer)
      throws Exception {
    long start = System.nanoTime();
    if (!memory.take(bytesMax, MEMORY_PATIENCE)) {
      throw HttpProblem.unavailable(
          "other queries with large results use all memory; retry, or use a smaller limit", 1);
    }
    try {
      Answer<T> answer = deadline.call(options.timeout(), query);
      return writer.write(answer, System.nanoTime() - start);
    } finally {
      memory.give(bytesMax);
    }
  }
}
