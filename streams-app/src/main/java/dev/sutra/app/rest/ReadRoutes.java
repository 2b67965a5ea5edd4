package dev.sutra.app.rest;

import dev.sutra.app.api.Answer;
import dev.sutra.app.api.ConceptService;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.app.message.PlainText;
import dev.sutra.app.rest.http.ApiRequest;
import dev.sutra.app.rest.http.ByteBudget;
import dev.sutra.app.rest.http.EntityTag;
import dev.sutra.app.rest.http.HttpProblem;
import dev.sutra.app.rest.http.QueryParameters;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.http.RequestMemory;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.rest.json.AnswerJson;
import dev.sutra.app.rest.json.AnswerJson.Item;
import dev.sutra.app.rest.json.ConceptFields;
import dev.sutra.app.rest.json.ConceptFields.Kind;
import dev.sutra.app.rest.json.IdsBody;
import dev.sutra.app.rest.json.Payload;
import dev.sutra.app.rest.json.SearchJson;
import dev.sutra.app.rest.json.SimilarBody;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.record.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpStatus;

/** The queries under {@code /v1}. */
final class ReadRoutes {
  private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(1);

  private final ConceptService service;
  private final Deadline deadline;
  private final ByteBudget memory;

  /**
   * Creates the routes.
   *
   * @param memory heap for items until they are written as JSON
   */
  ReadRoutes(ConceptService service, Deadline deadline, ByteBudget memory) {
    this.service = service;
    this.deadline = deadline;
    this.memory = memory;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/v1/concepts/{id}", parameters("fields"), this::concept),
        Route.withBody("POST", "/v1/concepts/get", parameters("fields"), this::concepts),
        Route.of(
            "GET",
            "/v1/concepts/{id}/neighbors",
            parameters("direction", "type", "depth", "limit", "cursor", "fields"),
            this::neighbors),
        Route.of(
            "GET",
            "/v1/search",
            parameters("q", "mode", "fuzzy", "highlight", "explain", "limit", "fields"),
            this::search),
        Route.of("GET", "/v1/complete", parameters("prefix", "limit"), this::complete),
        Route.withBody("POST", "/v1/similar", parameters("fields"), this::similar),
        Route.of("GET", "/v1/similarity", parameters("a", "b"), this::similarity),
        Route.of(
            "GET",
            "/v1/timeline",
            parameters("from", "to", "order", "limit", "cursor", "fields"),
            this::timeline),
        Route.of("GET", "/v1/stats", parameters(), this::stats));
  }

  private static Set<String> parameters(String... own) {
    return Stream.concat(Stream.of(own), ApiRequest.READ_PARAMETERS.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Reply concept(ApiRequest request) throws Exception {
    String id = request.variable("id");
    Limits.checkId("id", id);
    ConceptFields fields = fields(request, Kind.CONCEPT);
    ReadOptions options = request.readOptions();
    return answer(
        RequestMemory.queryBytes(1, Detail.VECTOR),
        options,
        () -> service.concept(id, options),
        (answer, nanos) -> {
          Concept concept = only(answer);
          String tag = EntityTag.of(AnswerJson.concept(concept, fields));
          Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "no-cache");
          return request.isKnown(tag)
              ? new Reply(HttpStatus.NOT_MODIFIED_304, "", Payload.EMPTY, headers)
              : new Reply(
                  HttpStatus.OK_200,
                  Reply.JSON,
                  AnswerJson.concept(concept, fields, answer, nanos),
                  headers);
        });
  }

  private Reply concepts(ApiRequest request) throws Exception {
    ConceptFields fields = fields(request, Kind.CONCEPT);
    ReadOptions options = request.readOptions();
    List<String> ids = IdsBody.read(request.jsonBody());
    return list(
        request,
        ids.size(),
        fields,
        options,
        () -> service.concepts(ids, fields.detail(), options),
        AnswerJson.concepts(fields));
  }

  private Reply neighbors(ApiRequest request) throws Exception {
    QueryParameters query = request.query();
    String depth = query.text("depth");
    if (depth != null && !depth.equals("1")) {
      throw HttpProblem.badRequest("depth is " + PlainText.quoted(depth) + "; only 1 is supported");
    }
    String direction = query.choice("direction", "out", "out", "in", "both");
    NeighborQuery asked =
        new NeighborQuery(
            request.variable("id"),
            Direction.valueOf(direction.toUpperCase(Locale.ROOT)),
            query.text("type"),
            limit(query),
            query.text("cursor"));
    ConceptFields fields = fields(request, Kind.NEIGHBOR);
    ReadOptions options = request.readOptions();
    return list(
        request,
        asked.limit(),
        fields,
        options,
        () -> service.neighbors(asked, fields.detail(), options),
        AnswerJson.neighbors(fields));
  }

  private Reply search(ApiRequest request) throws Exception {
    ConceptFields fields = fields(request, Kind.HIT);
    TextSearch asked =
        SearchParameters.search(request.query(), limit(request.query()))
            .withDetail(fields.detail());
    ReadOptions options = request.readOptions();
    return list(
        request,
        asked.limit(),
        fields,
        options,
        () -> service.search(asked, options),
        AnswerJson.hits(fields));
  }

  private Reply complete(ApiRequest request) throws Exception {
    CompletionQuery asked =
        new CompletionQuery(request.query().required("prefix"), limit(request.query()));
    ReadOptions options = request.readOptions();
    // Words are small beside texts, which are what a query takes memory for.
    return answer(
        0,
        options,
        () -> service.complete(asked, options),
        (answer, nanos) ->
            Reply.json(HttpStatus.OK_200, AnswerJson.list(answer, nanos, SearchJson::completion)));
  }

  private Reply similar(ApiRequest request) throws Exception {
    ReadOptions options = request.readOptions();
    ConceptFields fields = fields(request, Kind.HIT);
    SimilarRequest asked = SimilarBody.read(request.jsonBody(), fields.detail());
    return list(
        request,
        asked.options().limit(),
        fields,
        options,
        () -> service.similar(asked, options),
        AnswerJson.hits(fields));
  }

  private Reply similarity(ApiRequest request) throws Exception {
    String a = request.query().required("a");
    String b = request.query().required("b");
    Limits.checkId("a", a);
    Limits.checkId("b", b);
    ReadOptions options = request.readOptions();
    return answer(
        RequestMemory.queryBytes(1, Detail.VECTOR),
        options,
        () -> service.similarity(a, b, options),
        (answer, nanos) ->
            Reply.json(
                HttpStatus.OK_200, AnswerJson.similarity(a, b, only(answer), answer, nanos)));
  }

  private Reply timeline(ApiRequest request) throws Exception {
    QueryParameters query = request.query();
    ConceptFields fields = fields(request, Kind.ENTRY);
    TimelineQuery asked =
        new TimelineQuery(
                query.time("from", Long.MIN_VALUE),
                query.time("to", Long.MAX_VALUE),
                query.choice("order", "desc", "desc", "asc").equals("desc"),
                limit(query),
                query.text("cursor"))
            .withDetail(fields.detail());
    ReadOptions options = request.readOptions();
    return list(
        request,
        asked.limit(),
        fields,
        options,
        () -> service.timeline(asked, options),
        AnswerJson.entries(fields));
  }

  private Reply stats(ApiRequest request) throws Exception {
    ReadOptions options = request.readOptions();
    // Statistics contain no texts, which are what a query takes memory for.
    return answer(
        0,
        options,
        () -> service.stats(options),
        (answer, nanos) -> Reply.json(HttpStatus.OK_200, AnswerJson.stats(answer, nanos)));
  }

  private static ConceptFields fields(ApiRequest request, Kind kind) {
    return ConceptFields.read(request.query().text("fields"), kind);
  }

  private static int limit(QueryParameters query) {
    return query.integer("limit", ReadOptions.LIMIT_DEFAULT, 1, QueryLimits.ITEMS_MAX);
  }

  /** Answers with items, one in each line if the client asks for that. */
  private <T> Reply list(
      ApiRequest request,
      int itemsMax,
      ConceptFields fields,
      ReadOptions options,
      Callable<Answer<T>> query,
      Item<T> item)
      throws Exception {
    boolean lines = request.prefersLines();
    return answer(
        RequestMemory.queryBytes(itemsMax, fields.detail()),
        options,
        query,
        (answer, nanos) ->
            lines
                ? Reply.lines(AnswerJson.lines(answer, nanos, item))
                : Reply.json(HttpStatus.OK_200, AnswerJson.list(answer, nanos, item)));
  }

  /** Writes a result that took {@code nanos} nanoseconds. */
  private interface Writer<T> {
    Reply write(Answer<T> answer, long nanos);
  }

  private <T> Reply answer(
      long bytesMax, ReadOptions options, Callable<Answer<T>> query, Writer<T> writer)
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

  private static <T> T only(Answer<T> answer) {
    if (answer.items().size() != 1) {
      throw new IllegalStateException(
          "one item was expected, " + answer.items().size() + " came back");
    }
    return answer.items().getFirst();
  }
}
