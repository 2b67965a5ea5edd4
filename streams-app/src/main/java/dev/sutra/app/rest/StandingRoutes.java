package dev.sutra.app.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.StandingQueryService;
import dev.sutra.app.api.StandingQueryService.Page;
import dev.sutra.app.api.StandingQueryService.Registered;
import dev.sutra.app.auth.Role;
import dev.sutra.app.rest.http.ApiRequest;
import dev.sutra.app.rest.http.HttpProblem;
import dev.sutra.app.rest.http.QueryParameters;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.rest.json.Json;
import dev.sutra.app.standing.QueryWriter;
import dev.sutra.engine.query.QueryLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;

/** Standing queries: registered through their topic, shown as this instance knows them. */
public final class StandingRoutes {
  private static final String ALL = "/v1/standing-queries";
  private static final String ONE = "/v1/standing-queries/{id}";

  private final StandingQueryService service;
  private final Duration timeout;

  /**
   * Creates the routes.
   *
   * @param timeout of a write
   */
  public StandingRoutes(StandingQueryService service, Duration timeout) {
    this.service = service;
    this.timeout = timeout;
  }

  public List<Route> routes() {
    return List.of(
        Route.withBody("PUT", ONE, Set.of(), this::put).forRole(Role.OPERATOR),
        Route.of("DELETE", ONE, Set.of(), this::delete).forRole(Role.OPERATOR),
        Route.of("GET", ONE, Set.of(), this::get),
        Route.of("GET", ALL, Set.of("limit", "cursor"), this::list));
  }

  private Reply put(ApiRequest request) {
    String id = request.variable("id");
    byte[] body = request.jsonBody();
    if (body.length == 0) {
      throw HttpProblem.badRequest("the body is missing");
    }
    service.put(id, body, timeout);
    return accepted(id);
  }

  private Reply delete(ApiRequest request) {
    String id = request.variable("id");
    service.delete(id, timeout);
    return accepted(id);
  }

  private static Reply accepted(String id) {
    return Reply.json(
        HttpStatus.ACCEPTED_202, Json.object(json -> json.writeStringField("id", id)));
  }

  private Reply get(ApiRequest request) {
    Registered found = service.get(request.variable("id"));
    return Reply.json(HttpStatus.OK_200, Json.object(json -> write(json, found, true)));
  }

  private Reply list(ApiRequest request) {
    QueryParameters query = request.query();
    int limit = query.integer("limit", ReadOptions.LIMIT_DEFAULT, 1, QueryLimits.ITEMS_MAX);
    Page page = service.page(query.text("cursor"), limit);
    return Reply.json(
        HttpStatus.OK_200,
        Json.object(
            json -> {
              json.writeArrayFieldStart("items");
              for (Registered item : page.items()) {
                json.writeStartObject();
                write(json, item, false);
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeStringField("next_cursor", page.nextCursor());
            }));
  }

  private static void write(JsonGenerator json, Registered registered, boolean vector)
      throws IOException {
    json.writeStringField("id", registered.id());
    QueryWriter.write(json, registered.query(), vector);
  }
}
