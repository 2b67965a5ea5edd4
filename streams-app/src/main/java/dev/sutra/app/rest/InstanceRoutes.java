package dev.sutra.app.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sutra.app.api.ConceptService;
import dev.sutra.app.api.InstanceInfo;
import dev.sutra.app.auth.Role;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.rest.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Which instances there are, and who holds what. */
final class InstanceRoutes {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final ConceptService service;

  InstanceRoutes(ConceptService service) {
    this.service = service;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/v1/instances", Set.of(), request -> instances()).forRole(Role.OPERATOR));
  }

  private Reply instances() throws Exception {
    List<InstanceInfo> instances = service.instances(TIMEOUT);
    return Reply.json(
        200,
        Json.object(
            json -> {
              json.writeArrayFieldStart("instances");
              for (InstanceInfo instance : instances) {
                write(json, instance);
              }
              json.writeEndArray();
            }));
  }

  private static void write(JsonGenerator json, InstanceInfo instance) throws IOException {
    json.writeStartObject();
    json.writeStringField("address", instance.address());
    json.writeBooleanField("this", instance.self());
    json.writeStringField("unreachable", instance.unreachable());
    json.writeArrayFieldStart("partitions");
    for (InstanceInfo.Copy copy : instance.copies()) {
      json.writeStartObject();
      json.writeNumberField("partition", copy.partition());
      json.writeStringField("role", copy.active() ? "active" : "standby");
      json.writeFieldName("lag");
      if (copy.lag() == null) {
        json.writeNull();
      } else {
        json.writeNumber(copy.lag());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
