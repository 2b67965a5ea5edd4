package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sutra.app.cli.CommandFailure;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the concepts that are most related to some. */
@Command(
    name = "expand",
    description = "Find the concepts most related to some, by spreading activation.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class ExpandCommand extends QueryCommand {
  @Parameters(paramLabel = "ID", arity = "1..*", description = "concepts to start from")
  private List<String> ids;

  @Option(
      names = "--weights",
      paramLabel = "W",
      split = ",",
      description = "their activations, separated by commas (default: 1 each)")
  private @Nullable List<Double> weights;

  @Option(
      names = "--decay",
      paramLabel = "D",
      description = "the share that a concept passes on, above 0, up to 1 (default: 0.5)")
  private @Nullable Double decay;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "how many steps to go, 1 to 4 (default: 2)")
  private @Nullable Integer depth;

  @Mixin private WalkOptions walk;

  @Mixin private FilterOption filter;

  @Mixin private LimitOption limit;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("ids");
    ids.forEach(all::add);
    if (weights != null) {
      ArrayNode each = body.putArray("weights");
      weights.forEach(each::add);
    }
    if (!walk.types.isEmpty()) {
      ArrayNode types = body.putArray("types");
      walk.types.forEach(types::add);
    }
    HybridCommand.put(body, "decay", decay);
    HybridCommand.put(body, "depth", depth);
    HybridCommand.put(body, "direction", walk.direction);
    HybridCommand.put(body, "min_weight", walk.minWeight);
    HybridCommand.put(body, "max_edges", walk.maxEdges);
    HybridCommand.put(body, "filter", filter.filter);
    HybridCommand.put(body, "limit", limit.limit);
    return client.post("/v1/expand", body);
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    Walks.activated(answer, out, columnsMax);
  }
}
