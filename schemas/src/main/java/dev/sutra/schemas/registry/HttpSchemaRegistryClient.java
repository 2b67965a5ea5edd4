package dev.sutra.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sutra.schemas.internals.Names;
import dev.sutra.schemas.registry.SchemaRegistryException.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** A client of the registry's REST protocol over a transport. */
final class HttpSchemaRegistryClient implements SchemaRegistryClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SchemaRegistryTransport transport;

  HttpSchemaRegistryClient(SchemaRegistryConfig config) {
    this.transport = new SchemaRegistryTransport(config);
  }

  @Override
  public int register(String subject, Schema schema) {
    return postSchema("register", subject, "/subjects/" + encoded(subject) + "/versions", schema);
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return postSchema("look up", subject, "/subjects/" + encoded(subject), schema);
  }

  @Override
  public Schema schemaById(int id) {
    String what = "fetch schema id " + Integer.toUnsignedString(id);
    if (id < 0) {
      throw new SchemaRegistryException(Reason.NOT_FOUND, what + ": ids are not negative");
    }
    JsonNode answer = answer(what, transport.send(what, "GET", "/schemas/ids/" + id, null));
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO") || !answer.path("references").isEmpty()) {
      throw new SchemaRegistryException(
          Reason.INVALID, what + ": it is not a self-contained Avro schema");
    }
    if (!answer.path("schema").isTextual()) {
      throw new SchemaRegistryException(Reason.UNEXPECTED, what + ": the answer has no schema");
    }
    try {
      return new Schema.Parser().parse(answer.path("schema").textValue());
    } catch (AvroRuntimeException e) {
      throw new SchemaRegistryException(Reason.INVALID, what + ": it is not an Avro schema", e);
    }
  }

  @Override
  public void close() {
    transport.close();
  }

  private int postSchema(String verb, String subject, String path, Schema schema) {
    String what = verb + " the schema of subject " + Names.shown(subject);
    String request =
        JsonNodeFactory.instance.objectNode().put("schema", schema.toString()).toString();
    JsonNode id = answer(what, transport.send(what, "POST", path, request)).path("id");
    if (!id.isInt() || id.intValue() < 0) {
      throw new SchemaRegistryException(Reason.UNEXPECTED, what + ": the answer has no id");
    }
    return id.intValue();
  }

  private static JsonNode answer(String what, SchemaRegistryTransport.Answer answer) {
    String at = what + ": " + answer.from() + " answered " + answer.status();
    JsonNode body = json(answer.body());
    switch (answer.status()) {
      case 200, 201 -> {
        if (body.isObject()) {
          return body;
        }
        throw new SchemaRegistryException(Reason.UNEXPECTED, at + " without a JSON object");
      }
      case 401, 403 -> throw new SchemaRegistryException(Reason.DENIED, at);
      case 404 -> {
        // A registry's 404 has an error code; without one, the address is wrong.
        boolean genuine = body.path("error_code").isInt();
        throw new SchemaRegistryException(
            genuine ? Reason.NOT_FOUND : Reason.UNEXPECTED,
            at + (genuine ? "" : ", but not as a schema registry"));
      }
      case 409 -> throw new SchemaRegistryException(Reason.INCOMPATIBLE, at + explained(body));
      case 422 -> throw new SchemaRegistryException(Reason.INVALID, at + explained(body));
      default -> throw new SchemaRegistryException(Reason.UNEXPECTED, at);
    }
  }

  private static String explained(JsonNode body) {
    String message = body.path("message").asText("");
    return message.isEmpty() ? "" : " (" + Names.plain(message, 200) + ")";
  }

  private static JsonNode json(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node != null ? node : JsonNodeFactory.instance.missingNode();
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
