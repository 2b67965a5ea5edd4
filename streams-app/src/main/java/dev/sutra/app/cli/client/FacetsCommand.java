package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.Table;
import dev.sutra.app.message.PlainText;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Counts the values of attributes. */
@Command(
    name = "facets",
    description = "Count the values of attributes among concepts, or those that a search finds.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class FacetsCommand extends QueryCommand {
  @Parameters(paramLabel = "WORDS", arity = "0..*", description = "as for search; none: any text")
  private @Nullable List<String> words;

  @Option(
      names = "--facet",
      paramLabel = "NAME",
      required = true,
      description = "an attribute whose values are counted; up to 10 may be given")
  private List<String> names;

  @Mixin private WordsOption reading;

  @Mixin private FilterOption filter;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "maximum number of values of each attribute (default: 10)")
  private @Nullable Integer limit;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    return ask(client, names, words, reading, filter, limit);
  }

  /** Counts the values of some attributes. */
  static ApiClient.Answer ask(
      ApiClient client,
      List<String> names,
      @Nullable List<String> words,
      WordsOption reading,
      FilterOption filter,
      @Nullable Integer limit)
      throws CommandFailure {
    ApiClient.Query query = new ApiClient.Query();
    names.forEach(name -> query.add("facet", name));
    if (words != null) {
      reading.addTo(query.add("q", String.join(" ", words)));
    }
    return client.get("/v1/facets", query.add("filter", filter.filter).add("limit", limit));
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    printCounts(answer, out, columnsMax);
  }

  /** Prints a table of the values, and what it does not show. */
  static void printCounts(JsonNode answer, PrintWriter out, int columnsMax) {
    Table table = new Table("CONCEPTS", "ATTRIBUTE", "VALUE");
    for (JsonNode facet : answer.path("facets")) {
      for (JsonNode value : facet.path("values")) {
        table.row(
            value.path("concepts").asText(),
            facet.path("name").asText(),
            value.path("value").asText());
      }
    }
    table.print(out, columnsMax);
    for (JsonNode facet : answer.path("facets")) {
      out.println(
          "%s: different values: %d, missing in %d of %d concepts"
              .formatted(
                  PlainText.forTerminal(facet.path("name").asText()),
                  facet.path("distinct").asLong(),
                  facet.path("missing").asLong(),
                  answer.path("total").asLong()));
    }
    shortfall(answer, out);
  }
}
