package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.Table;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the neighbors of a concept. */
@Command(name = "neighbors", description = "List the neighbors of a concept.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class NeighborsCommand extends QueryCommand {
  @Parameters(paramLabel = "ID", description = "the concept's id")
  private String id;

  @Option(names = "--direction", paramLabel = "out|in|both", description = "default: out")
  private @Nullable String direction;

  @Option(names = "--type", paramLabel = "TYPE", description = "only associations of this type")
  private @Nullable String type;

  @Mixin private PageOptions page;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    return client.get(
        "/v1/concepts/" + ApiClient.encode(id) + "/neighbors",
        new ApiClient.Query()
            .add("direction", direction)
            .add("type", type)
            .add("limit", page.limit)
            .add("cursor", page.cursor));
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    Table table = new Table("WEIGHT", "DIRECTION", "TYPE", "ID", "TEXT");
    for (JsonNode item : answer.path("items")) {
      table.row(
          score(item, "weight"),
          item.path("direction").asText(),
          item.path("type").asText(),
          item.path("id").asText(),
          text(item));
    }
    page(table, answer, out, columnsMax);
  }
}
