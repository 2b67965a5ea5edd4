package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.cli.CommandFailure;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the best paths between two concepts. */
@Command(name = "paths", description = "Find the best paths from one concept to another.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class PathsCommand extends QueryCommand {
  @Parameters(index = "0", paramLabel = "FROM", description = "the id where paths start")
  private String from;

  @Parameters(index = "1", paramLabel = "TO", description = "the id where they end")
  private String to;

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      description = "how many steps a path may have, 1 to 6 (default: 4)")
  private @Nullable Integer maxDepth;

  @Option(
      names = "-k",
      paramLabel = "K",
      description = "how many paths at most, 1 to 100 (default: 1)")
  private @Nullable Integer count;

  @Option(
      names = "--by",
      paramLabel = "length|strength",
      description = "what makes a path better (default: length)")
  private @Nullable String by;

  @Mixin private WalkOptions walk;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    ApiClient.Query query =
        new ApiClient.Query()
            .add("from", from)
            .add("to", to)
            .add("max_depth", maxDepth)
            .add("k", count)
            .add("by", by)
            .add("direction", walk.direction);
    walk.types.forEach(type -> query.add("type", type));
    return client.get(
        "/v1/paths", query.add("min_weight", walk.minWeight).add("max_edges", walk.maxEdges));
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    Walks.paths(from, answer, out, columnsMax);
  }
}
