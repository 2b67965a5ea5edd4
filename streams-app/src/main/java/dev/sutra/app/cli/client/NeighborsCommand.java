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
@Command(
    name = "neighbors",
    description = "List the neighbors of a concept, or all within some steps.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class NeighborsCommand extends QueryCommand {
  @Parameters(paramLabel = "ID", description = "the concept's id")
  private String id;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "how many steps to go, 1 to 4 (default: 1)")
  private @Nullable Integer depth;

  @Mixin private WalkOptions walk;

  @Mixin private FilterOption filter;

  @Mixin private PageOptions page;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    ApiClient.Query query = new ApiClient.Query().add("direction", walk.direction);
    walk.types.forEach(type -> query.add("type", type));
    query
        .add("filter", filter.filter)
        .add("depth", depth)
        .add("min_weight", walk.minWeight)
        .add("max_edges", walk.maxEdges)
        .add("limit", page.limit)
        .add("cursor", page.cursor);
    return client.get("/v1/concepts/" + ApiClient.encode(id) + "/neighbors", query);
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    if (answer.has("edges")) {
      Walks.reached(answer, out, columnsMax);
      return;
    }
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
