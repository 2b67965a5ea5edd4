package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.Table;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one concept. */
@Command(name = "get", description = "Show a concept.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class GetCommand extends QueryCommand {
  @Parameters(paramLabel = "ID", description = "the concept's id")
  private String id;

  @Option(names = "--vector", description = "show the vector as well, with --json in full")
  private boolean withVector;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    ApiClient.Query query = new ApiClient.Query();
    if (withVector) {
      query.add("fields", "text,vector,attributes,strength,confidence,created_at,updated_at");
    }
    return client.get("/v1/concepts/" + ApiClient.encode(id), query);
  }

  @Override
  void print(JsonNode concept, PrintWriter out, int columnsMax) {
    Table table = new Table("FIELD", "VALUE");
    table.row("id", concept.path("id").asText());
    table.row("text", text(concept));
    JsonNode vector = concept.path("vector");
    if (!vector.isMissingNode()) {
      table.row("vector", vector.isArray() ? vector.size() + " components" : "none");
    }
    for (Map.Entry<String, JsonNode> attribute : concept.path("attributes").properties()) {
      table.row("attribute " + attribute.getKey(), attribute.getValue().asText());
    }
    table.row("strength", concept.path("strength").asText());
    table.row("confidence", concept.path("confidence").asText());
    table.row("created", time(concept.path("created_at")));
    table.row("updated", time(concept.path("updated_at")));
    table.print(out, columnsMax);
  }

  static String time(JsonNode millis) {
    return Instant.ofEpochMilli(millis.asLong()).toString();
  }
}
