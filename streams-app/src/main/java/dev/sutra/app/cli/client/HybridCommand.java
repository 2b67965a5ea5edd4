package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the concepts that are best by text, vector and proximity together. */
@Command(
    name = "hybrid",
    description = "Find the concepts that are best by text, vector and proximity together.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class HybridCommand extends QueryCommand {
  @Parameters(paramLabel = "TEXT", arity = "0..*", description = "words to search and to embed")
  private @Nullable List<String> text;

  @Option(names = "--id", paramLabel = "ID", description = "a concept to compare with")
  private @Nullable String id;

  @Option(
      names = "--anchor",
      paramLabel = "ID",
      description = "a concept that others are to be near to; may be repeated")
  private @Nullable List<String> anchors;

  @Option(
      names = "--fusion",
      paramLabel = "linear|rrf",
      description = "whether scores or ranks are combined (default: linear)")
  private @Nullable String fusion;

  @Option(
      names = "--weight",
      paramLabel = "RANKING=W",
      description =
          "weight of a ranking: text, vector or graph (default: 1, of text with linear 0.7); may be"
              + " repeated")
  private @Nullable Map<String, Double> weights;

  @Option(
      names = "--boost-strength",
      paramLabel = "B",
      description = "raises scores by B times the concept's strength")
  private @Nullable Double strength;

  @Option(
      names = "--boost-recency",
      paramLabel = "B",
      description = "raises scores by B, halved with each half-life since the last write")
  private @Nullable Double recency;

  @Option(
      names = "--half-life-ms",
      paramLabel = "MS",
      description = "of the boost by recency, in milliseconds")
  private @Nullable Long halfLifeMillis;

  @Option(
      names = "--diversity",
      paramLabel = "D",
      description = "how much an item loses by being similar to better ones, 0 to less than 1")
  private @Nullable Double diversity;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "how many items each ranking has (default: 100, or four times the limit)")
  private @Nullable Integer depth;

  @Mixin private FilterOption filter;

  @Mixin private PageOptions page;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    put(body, "text", text == null ? null : String.join(" ", text));
    put(body, "id", id);
    if (anchors != null) {
      ArrayNode all = body.putArray("anchors");
      anchors.forEach(all::add);
    }
    put(body, "fusion", fusion);
    put(body, "weights", weights);
    ObjectNode boosts = JsonNodeFactory.instance.objectNode();
    put(boosts, "strength", strength);
    put(boosts, "recency", recency);
    put(boosts, "half_life_ms", halfLifeMillis);
    put(body, "boosts", boosts.isEmpty() ? null : boosts);
    put(body, "diversity", diversity);
    put(body, "depth", depth);
    put(body, "filter", filter.filter);
    put(body, "limit", page.limit);
    return client.post("/v1/hybrid" + page.query(), body);
  }

  static void put(ObjectNode body, String name, @Nullable Object value) {
    if (value != null) {
      body.putPOJO(name, value);
    }
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    Table table = new Table("SCORE", "BY TEXT", "VECTOR", "GRAPH", "ID", "TEXT");
    for (JsonNode item : answer.path("items")) {
      JsonNode rankings = item.path("rankings");
      table.row(
          score(item, "score"),
          rank(rankings.path("text")),
          rank(rankings.path("vector")),
          rank(rankings.path("graph")),
          item.path("id").asText(),
          text(item));
    }
    page(table, answer, out, columnsMax);
  }

  private static String rank(JsonNode place) {
    return place.isMissingNode() ? "" : place.path("rank").asText();
  }
}
