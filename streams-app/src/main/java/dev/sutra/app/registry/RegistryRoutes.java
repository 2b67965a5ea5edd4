package dev.sutra.app.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sutra.app.auth.Role;
import dev.sutra.app.message.PlainText;
import dev.sutra.app.rest.http.ApiRequest;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.rest.json.Json;
import dev.sutra.app.rest.json.Payload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * The part of the Confluent schema registry's protocol that producers and consumers need, under
 * {@code /registry}. Its errors are that protocol's: a number and a message.
 */
public final class RegistryRoutes {
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final List<String> BODY_TYPES =
      List.of(CONTENT_TYPE, "application/vnd.schemaregistry+json", Reply.JSON);
  private static final Set<String> PARAMETERS =
      Set.of("normalize", "deleted", "subject", "fetchMaxId", "format", "verbose");

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(16).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final FileSchemaRegistry registry;

  public RegistryRoutes(FileSchemaRegistry registry) {
    this.registry = registry;
  }

  /** The routes of the registry. */
  public List<Route> routes() {
    return List.of(
        Route.of("GET", "/registry/subjects", PARAMETERS, request -> subjects()),
        Route.of(
            "GET",
            "/registry/subjects/{subject}/versions",
            PARAMETERS,
            request -> refusable(() -> versions(request.variable("subject")))),
        Route.withBody(
            "POST",
            "/registry/subjects/{subject}/versions",
            PARAMETERS,
            request -> refusable(() -> register(request))),
        Route.withBody(
                "POST",
                "/registry/subjects/{subject}",
                PARAMETERS,
                request -> refusable(() -> lookUp(request)))
            .forRole(Role.READER),
        Route.of(
            "GET",
            "/registry/schemas/ids/{id}",
            PARAMETERS,
            request -> refusable(() -> schema(request.variable("id")))));
  }

  private Reply subjects() {
    return array(
        json -> {
          for (String subject : registry.subjects()) {
            json.writeString(subject);
          }
        });
  }

  private Reply versions(String subject) {
    int count = registry.versionCount(subject);
    return array(
        json -> {
          for (int version = 1; version <= count; version++) {
            json.writeNumber(version);
          }
        });
  }

  private Reply register(ApiRequest request) throws IOException {
    int id = registry.register(request.variable("subject"), schemaOf(request));
    return object(json -> json.writeNumberField("id", id));
  }

  private Reply lookUp(ApiRequest request) throws IOException {
    String subject = request.variable("subject");
    Schema schema = schemaOf(request);
    int id = registry.idOf(subject, schema);
    return object(
        json -> {
          json.writeStringField("subject", subject);
          json.writeNumberField("id", id);
          json.writeNumberField("version", registry.version(subject, id));
          json.writeStringField("schema", schema.toString());
        });
  }

  private Reply schema(String id) {
    int number;
    try {
      number = Integer.parseInt(id);
    } catch (NumberFormatException e) {
      throw RegistryRefusal.unknownId(PlainText.quoted(id));
    }
    String schema = registry.schemaById(number).toString();
    return object(json -> json.writeStringField("schema", schema));
  }

  private static Schema schemaOf(ApiRequest request) throws IOException {
    JsonNode body;
    try {
      body = MAPPER.readTree(request.body(BODY_TYPES));
    } catch (IOException e) {
      throw RegistryRefusal.invalidSchema("the body is not valid JSON");
    }
    if (!body.path("schema").isTextual()
        || !body.path("schemaType").asText("AVRO").equals("AVRO")
        || !body.path("references").isEmpty()) {
      throw RegistryRefusal.invalidSchema("the body contains no self-contained Avro schema");
    }
    try {
      return new Schema.Parser().parse(body.path("schema").textValue());
    } catch (SchemaParseException e) {
      throw RegistryRefusal.invalidSchema("the schema is not a valid Avro schema");
    }
  }

  /** A call that the registry may refuse. */
  private interface Call {
    Reply run() throws IOException;
  }

  private static Reply refusable(Call call) throws IOException {
    try {
      return call.run();
    } catch (RegistryRefusal e) {
      Payload body =
          Json.object(
              json -> {
                json.writeNumberField("error_code", e.errorCode());
                json.writeStringField("message", e.getMessage());
              });
      return new Reply(e.status(), CONTENT_TYPE, body, Map.of());
    }
  }

  private static Reply object(Json.Fields fields) {
    return new Reply(200, CONTENT_TYPE, Json.object(fields), Map.of());
  }

  private static Reply array(Json.Fields elements) {
    return new Reply(200, CONTENT_TYPE, Json.array(elements), Map.of());
  }
}
