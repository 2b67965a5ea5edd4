package dev.sutra.app.rest;

import dev.sutra.app.api.ConceptService;
import dev.sutra.app.api.EventLimits;
import dev.sutra.app.api.WriteReceipt;
import dev.sutra.app.rest.http.ApiRequest;
import dev.sutra.app.rest.http.HttpProblem;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.rest.json.Json;
import dev.sutra.schemas.ConceptEventJson;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;

/** The writes under {@code /v1}: each sends an event and returns its position token. */
final class WriteRoutes {
  private static final String CONCEPT = "/v1/concepts/{id}";
  private static final String ASSOCIATION = "/v1/concepts/{id}/associations/{type}/{target}";
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

  private final ConceptService service;
  private final Deadline deadline;
  private final Duration timeout;

  WriteRoutes(ConceptService service, Deadline deadline, Duration timeout) {
    this.service = service;
    this.deadline = deadline;
    this.timeout = timeout;
  }

  List<Route> routes() {
    return List.of(
        Route.withBody("PUT", CONCEPT, Set.of(), this::putConcept),
        Route.of("DELETE", CONCEPT, Set.of(), this::deleteConcept),
        Route.withBody("PUT", ASSOCIATION, Set.of(), this::putAssociation),
        Route.of("DELETE", ASSOCIATION, Set.of(), this::deleteAssociation));
  }

  private Reply putConcept(ApiRequest request) throws Exception {
    String id = request.variable("id");
    byte[] body = request.jsonBody();
    if (body.length == 0) {
      throw HttpProblem.badRequest("the body is missing");
    }
    return write(request, ConceptEventJson.parse(body, Map.of("op", "upsert", "id", id)));
  }

  private Reply deleteConcept(ApiRequest request) throws Exception {
    return write(request, ConceptEvents.delete(request.variable("id"), null));
  }

  private Reply putAssociation(ApiRequest request) throws Exception {
    Map<String, String> known =
        Map.of(
            "op", "associate",
            "source", request.variable("id"),
            "type", request.variable("type"),
            "target", request.variable("target"));
    byte[] body = request.jsonBody();
    return write(request, ConceptEventJson.parse(body.length == 0 ? EMPTY_OBJECT : body, known));
  }

  private Reply deleteAssociation(ApiRequest request) throws Exception {
    return write(
        request,
        ConceptEvents.dissociate(
            request.variable("id"), request.variable("type"), request.variable("target"), null));
  }

  private Reply write(ApiRequest request, ConceptEvent event) throws Exception {
    request.refuseConditions();
    EventLimits.check(event);
    WriteReceipt receipt = deadline.call(timeout, () -> service.write(event, timeout));
    return Reply.json(
        HttpStatus.ACCEPTED_202,
        Json.object(json -> json.writeStringField("position", receipt.position())));
  }
}
