package dev.sutra.app.rest;

import dev.sutra.app.api.ConceptService;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.auth.Role;
import dev.sutra.app.rest.http.ApiRequest;
import dev.sutra.app.rest.http.HttpProblem;
import dev.sutra.app.rest.http.QueryParameters;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.http.RequestMemory;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.rest.json.AnswerJson;
import dev.sutra.app.rest.json.ConceptFields;
import dev.sutra.app.rest.json.ConceptFields.Kind;
import dev.sutra.app.rest.json.ExpandBody;
import dev.sutra.app.rest.json.GraphJson;
import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.GraphLimits;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.record.Direction;
import java.util.List;
import java.util.Locale;

/** The queries that follow associations. */
final class GraphRoutes {
  private static final int PATH_DEPTH_DEFAULT = 4;

  private final ConceptService service;
  private final ReadReplies replies;

  GraphRoutes(ConceptService service, ReadReplies replies) {
    this.service = service;
    this.replies = replies;
  }

  List<Route> routes() {
    return List.of(
        Route.of(
            "GET",
            "/v1/concepts/{id}/neighbors",
            ReadReplies.parameters(
                "direction",
                "type",
                "depth",
                "min_weight",
                "max_edges",
                "filter",
                "limit",
                "cursor",
                "fields"),
            this::neighbors),
        Route.of(
            "GET",
            "/v1/paths",
            ReadReplies.parameters(
                "from",
                "to",
                "max_depth",
                "k",
                "by",
                "direction",
                "type",
                "min_weight",
                "max_edges"),
            this::paths),
        Route.withBody("POST", "/v1/expand", ReadReplies.parameters("fields"), this::expand)
            .forRole(Role.READER));
  }

  private Reply neighbors(ApiRequest request) throws Exception {
    QueryParameters query = request.query();
    int depth = query.integer("depth", 1, 1, GraphLimits.DEPTH_MAX);
    boolean isWalk =
        depth > 1
            || query.values("type").size() > 1
            || query.text("min_weight") != null
            || query.text("max_edges") != null;
    return isWalk ? traverse(request, query, depth) : nearest(request, query);
  }

  private Reply nearest(ApiRequest request, QueryParameters query) throws Exception {
    NeighborQuery asked =
        new NeighborQuery(
            request.variable("id"),
            direction(query),
            query.text("type"),
            ReadReplies.limit(query),
            query.text("cursor"),
            ReadReplies.filter(query));
    ConceptFields fields = ReadReplies.fields(request, Kind.NEIGHBOR);
    ReadOptions options = request.readOptions();
    return replies.list(
        request,
        RequestMemory.queryBytes(asked.limit(), fields.detail()),
        options,
        () -> service.neighbors(asked, fields.detail(), options),
        AnswerJson.neighbors(fields));
  }

  private Reply traverse(ApiRequest request, QueryParameters query, int depth) throws Exception {
    if (query.text("cursor") != null) {
      throw HttpProblem.badRequest(
          "a result with a depth of 2 or more, several types, min_weight or max_edges has no"
              + " pages, so no cursor");
    }
    TraversalQuery asked =
        new TraversalQuery(
            request.variable("id"),
            new EdgeSelection(direction(query), query.values("type")),
            query.fraction("min_weight", 0),
            depth,
            ReadReplies.limit(query),
            edgesMax(query),
            ReadReplies.filter(query));
    ConceptFields fields = ReadReplies.fields(request, Kind.NEIGHBOR);
    ReadOptions options = request.readOptions();
    return replies.list(
        request,
        RequestMemory.queryBytes(asked.limit(), fields.detail())
            + RequestMemory.walkBytes(asked.edgesMax()),
        options,
        () -> service.traverse(asked, fields.detail(), options),
        GraphJson.reached(fields));
  }

  private Reply paths(ApiRequest request) throws Exception {
    QueryParameters query = request.query();
    String by = query.choice("by", "length", "length", "strength");
    PathsQuery asked =
        new PathsQuery(
            query.required("from"),
            query.required("to"),
            new EdgeSelection(direction(query), query.values("type")),
            query.fraction("min_weight", 0),
            query.integer("max_depth", PATH_DEPTH_DEFAULT, 1, GraphLimits.PATH_DEPTH_MAX),
            query.integer("k", 1, 1, GraphLimits.PATHS_MAX),
            PathsQuery.By.valueOf(by.toUpperCase(Locale.ROOT)),
            edgesMax(query));
    ReadOptions options = request.readOptions();
    return replies.list(
        request,
        RequestMemory.queryBytes(asked.count() * asked.depth(), Detail.TEXT)
            + RequestMemory.pathBytes(asked.edgesMax()),
        options,
        () -> service.paths(asked, options),
        GraphJson::path);
  }

  private Reply expand(ApiRequest request) throws Exception {
    ReadOptions options = request.readOptions();
    ExpandQuery asked = ExpandBody.read(request.jsonBody());
    ConceptFields fields = ReadReplies.fields(request, Kind.HIT);
    return replies.list(
        request,
        RequestMemory.queryBytes(asked.limit(), fields.detail())
            + RequestMemory.walkBytes(asked.edgesMax()),
        options,
        () -> service.expand(asked, fields.detail(), options),
        GraphJson.activated(fields));
  }

  private static Direction direction(QueryParameters query) {
    String direction = query.choice("direction", "out", "out", "in", "both");
    return Direction.valueOf(direction.toUpperCase(Locale.ROOT));
  }

  private static int edgesMax(QueryParameters query) {
    return query.integer("max_edges", GraphLimits.EDGES_DEFAULT, 1, GraphLimits.EDGES_MAX);
  }
}
