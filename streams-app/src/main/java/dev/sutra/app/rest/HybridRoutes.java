package dev.sutra.app.rest;

import dev.sutra.app.api.ConceptService;
import dev.sutra.app.api.HybridRequest;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.auth.Role;
import dev.sutra.app.rest.http.ApiRequest;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.http.RequestMemory;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.rest.json.ConceptFields;
import dev.sutra.app.rest.json.ConceptFields.Kind;
import dev.sutra.app.rest.json.HybridBody;
import dev.sutra.app.rest.json.HybridJson;
import dev.sutra.engine.graph.GraphLimits;
import java.util.List;

/** Hybrid queries. */
final class HybridRoutes {
  private static final int RANKINGS = 3;

  private final ConceptService service;
  private final ReadReplies replies;

  HybridRoutes(ConceptService service, ReadReplies replies) {
    this.service = service;
    this.replies = replies;
  }

  List<Route> routes() {
    return List.of(
        Route.withBody(
                "POST", "/v1/hybrid", ReadReplies.parameters("fields", "cursor"), this::hybrid)
            .forRole(Role.READER));
  }

  private Reply hybrid(ApiRequest request) throws Exception {
    ReadOptions options = request.readOptions();
    ConceptFields fields = ReadReplies.fields(request, Kind.HIT);
    HybridRequest asked = HybridBody.read(request.jsonBody(), fields.detail());
    long walk =
        asked.query().anchors().isEmpty() ? 0 : RequestMemory.walkBytes(GraphLimits.EDGES_DEFAULT);
    return replies.list(
        request,
        RequestMemory.queryBytes(RANKINGS * asked.query().depth(), asked.query().neededDetail())
            + walk,
        options,
        () -> service.hybrid(asked, request.query().text("cursor"), options),
        HybridJson.hits(fields));
  }
}
