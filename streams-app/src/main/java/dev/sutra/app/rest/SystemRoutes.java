package dev.sutra.app.rest;

import dev.sutra.app.api.ConceptService;
import dev.sutra.app.auth.Role;
import dev.sutra.app.rest.http.HttpProblem;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.rest.json.Json;
import dev.sutra.app.rest.json.Payload;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Health, metrics, the OpenAPI document, and an index of them. */
final class SystemRoutes {
  private static final int NOT_READY_RETRY_SECONDS = 1;

  private final ConceptService service;
  private final PrometheusMeterRegistry metrics;
  private final boolean openMetrics;
  private final Payload openApi;

  /**
   * Creates the routes.
   *
   * @param openMetrics whether the metrics need no key
   */
  SystemRoutes(ConceptService service, PrometheusMeterRegistry metrics, boolean openMetrics) {
    this.service = service;
    this.openMetrics = openMetrics;
    this.metrics = metrics;
    this.openApi = resource("openapi.yaml");
  }

  List<Route> routes() {
    Route scrape = Route.of("GET", "/metrics", Set.of(), request -> metrics());
    return List.of(
        Route.of("GET", "/", Set.of(), request -> index()).open(),
        Route.of("GET", "/health/live", Set.of(), request -> status("live")).open(),
        Route.of("GET", "/health/ready", Set.of(), request -> ready()).open(),
        openMetrics ? scrape.open() : scrape.forRole(Role.OPERATOR),
        Route.of("GET", "/openapi.yaml", Set.of(), request -> openApi()).open());
  }

  private static Reply index() {
    return Reply.json(
        200,
        Json.object(
            json -> {
              json.writeStringField("name", "Sutra");
              json.writeObjectFieldStart("links");
              json.writeStringField("openapi", "/openapi.yaml");
              json.writeStringField("ready", "/health/ready");
              json.writeStringField("metrics", "/metrics");
              json.writeStringField("stats", "/v1/stats");
              json.writeStringField("instances", "/v1/instances");
              json.writeStringField("search", "/v1/search?q=domestic+dog");
              json.writeEndObject();
            }));
  }

  private Reply ready() {
    String reason = service.notReadyReason();
    if (reason != null) {
      throw HttpProblem.unavailable(reason, NOT_READY_RETRY_SECONDS);
    }
    return status("ready");
  }

  private static Reply status(String status) {
    return Reply.json(200, Json.object(json -> json.writeStringField("status", status)));
  }

  private Reply metrics() {
    return Reply.text("text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
  }

  private Reply openApi() {
    return new Reply(200, "application/yaml", openApi, Map.of());
  }

  private static Payload resource(String name) {
    try (InputStream in = SystemRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return Payload.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
