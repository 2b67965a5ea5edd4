package dev.sutra.app.rest;

import dev.sutra.app.api.Answer;
import dev.sutra.app.api.ConceptService;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.app.auth.Role;
import dev.sutra.app.rest.http.ApiRequest;
import dev.sutra.app.rest.http.EntityTag;
import dev.sutra.app.rest.http.QueryParameters;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.http.RequestMemory;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.rest.json.AnswerJson;
import dev.sutra.app.rest.json.ConceptFields;
import dev.sutra.app.rest.json.ConceptFields.Kind;
import dev.sutra.app.rest.json.IdsBody;
import dev.sutra.app.rest.json.Payload;
import dev.sutra.app.rest.json.SearchJson;
import dev.sutra.app.rest.json.SimilarBody;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import dev.sutra.record.Limits;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** The queries under {@code /v1}. */
final class ReadRoutes {
  private final ConceptService service;
  private final ReadReplies replies;

  ReadRoutes(ConceptService service, ReadReplies replies) {
    this.service = service;
    this.replies = replies;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/v1/concepts/{id}", ReadReplies.parameters("fields"), this::concept),
        Route.withBody("POST", "/v1/concepts/get", ReadReplies.parameters("fields"), this::concepts)
            .forRole(Role.READER),
        Route.of(
            "GET",
            "/v1/search",
            ReadReplies.parameters(
                "q",
                "mode",
                "fuzzy",
                "highlight",
                "explain",
                "filter",
                "limit",
                "cursor",
                "fields"),
            this::search),
        Route.of("GET", "/v1/complete", ReadReplies.parameters("prefix", "limit"), this::complete),
        Route.of(
            "GET",
            "/v1/facets",
            ReadReplies.parameters("facet", "q", "mode", "fuzzy", "filter", "limit"),
            this::facets),
        Route.withBody(
                "POST", "/v1/similar", ReadReplies.parameters("fields", "cursor"), this::similar)
            .forRole(Role.READER),
        Route.of("GET", "/v1/similarity", ReadReplies.parameters("a", "b"), this::similarity),
        Route.of(
            "GET",
            "/v1/timeline",
            ReadReplies.parameters("from", "to", "order", "filter", "limit", "cursor", "fields"),
            this::timeline),
        Route.of("GET", "/v1/stats", ReadReplies.parameters(), this::stats).forRole(Role.OPERATOR));
  }

  private Reply concept(ApiRequest request) throws Exception {
    String id = request.variable("id");
    Limits.checkId("id", id);
    ConceptFields fields = ReadReplies.fields(request, Kind.CONCEPT);
    ReadOptions options = request.readOptions();
    return replies.answer(
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
    ConceptFields fields = ReadReplies.fields(request, Kind.CONCEPT);
    ReadOptions options = request.readOptions();
    List<String> ids = IdsBody.read(request.jsonBody());
    return replies.list(
        request,
        RequestMemory.queryBytes(ids.size(), fields.detail()),
        options,
        () -> service.concepts(ids, fields.detail(), options),
        AnswerJson.concepts(fields));
  }

  private Reply search(ApiRequest request) throws Exception {
    ConceptFields fields = ReadReplies.fields(request, Kind.HIT);
    TextSearch asked =
        SearchParameters.search(request.query(), ReadReplies.limit(request.query()))
            .withDetail(fields.detail());
    String cursor = request.query().text("cursor");
    ReadOptions options = request.readOptions();
    return replies.list(
        request,
        RequestMemory.pageBytes(
            asked.limit(), fields.detail(), cursor != null, asked.highlight() || asked.explain()),
        options,
        () -> service.search(asked, cursor, options),
        AnswerJson.hits(fields));
  }

  private Reply complete(ApiRequest request) throws Exception {
    CompletionQuery asked =
        new CompletionQuery(request.query().required("prefix"), ReadReplies.limit(request.query()));
    ReadOptions options = request.readOptions();
    // Words are small beside texts, which are what a query takes memory for.
    return replies.answer(
        0,
        options,
        () -> service.complete(asked, options),
        (answer, nanos) ->
            Reply.json(HttpStatus.OK_200, AnswerJson.list(answer, nanos, SearchJson::completion)));
  }

  private Reply facets(ApiRequest request) throws Exception {
    FacetQuery asked = SearchParameters.facets(request.query());
    ReadOptions options = request.readOptions();
    return replies.answer(
        RequestMemory.facetBytes(asked),
        options,
        () -> service.facets(asked, options),
        (answer, nanos) ->
            Reply.json(HttpStatus.OK_200, AnswerJson.facets(only(answer), answer, nanos)));
  }

  private Reply similar(ApiRequest request) throws Exception {
    ReadOptions options = request.readOptions();
    ConceptFields fields = ReadReplies.fields(request, Kind.HIT);
    SimilarRequest asked = SimilarBody.read(request.jsonBody(), fields.detail());
    String cursor = request.query().text("cursor");
    return replies.list(
        request,
        RequestMemory.pageBytes(asked.options().limit(), fields.detail(), cursor != null, false),
        options,
        () -> service.similar(asked, cursor, options),
        AnswerJson.hits(fields));
  }

  private Reply similarity(ApiRequest request) throws Exception {
    String a = request.query().required("a");
    String b = request.query().required("b");
    Limits.checkId("a", a);
    Limits.checkId("b", b);
    ReadOptions options = request.readOptions();
    return replies.answer(
        RequestMemory.queryBytes(1, Detail.VECTOR),
        options,
        () -> service.similarity(a, b, options),
        (answer, nanos) ->
            Reply.json(
                HttpStatus.OK_200, AnswerJson.similarity(a, b, only(answer), answer, nanos)));
  }

  private Reply timeline(ApiRequest request) throws Exception {
    QueryParameters query = request.query();
    ConceptFields fields = ReadReplies.fields(request, Kind.ENTRY);
    TimelineQuery asked =
        new TimelineQuery(
                query.time("from", Long.MIN_VALUE),
                query.time("to", Long.MAX_VALUE),
                query.choice("order", "desc", "desc", "asc").equals("desc"),
                ReadReplies.limit(query),
                query.text("cursor"))
            .withDetail(fields.detail())
            .withFilter(ReadReplies.filter(query));
    ReadOptions options = request.readOptions();
    return replies.list(
        request,
        RequestMemory.queryBytes(asked.limit(), fields.detail()),
        options,
        () -> service.timeline(asked, options),
        AnswerJson.entries(fields));
  }

  private Reply stats(ApiRequest request) throws Exception {
    ReadOptions options = request.readOptions();
    // Statistics contain no texts, which are what a query takes memory for.
    return replies.answer(
        0,
        options,
        () -> service.stats(options),
        (answer, nanos) -> Reply.json(HttpStatus.OK_200, AnswerJson.stats(answer, nanos)));
  }

  private static <T> T only(Answer<T> answer) {
    if (answer.items().size() != 1) {
      throw new IllegalStateException(
          "one item was expected, " + answer.items().size() + " came back");
    }
    return answer.items().getFirst();
  }
}
