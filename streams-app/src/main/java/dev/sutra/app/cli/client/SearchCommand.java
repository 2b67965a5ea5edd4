package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.Terminal;
import dev.sutra.app.message.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches the texts of the concepts. */
@Command(name = "search", description = "Find the concepts whose text matches best.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class SearchCommand extends QueryCommand {
  @Parameters(
      paramLabel = "WORDS",
      arity = "1..*",
      description = "words, \"phrases\", prefix*, and operators: +must -not AND OR NOT ( )")
  private List<String> words;

  @Mixin private WordsOption reading;

  @Option(
      names = "--highlight",
      description = "show the part of each text where the words are, on a terminal in bold")
  private boolean highlight;

  @Option(names = "--explain", description = "show the parts of each score")
  private boolean explain;

  @Option(
      names = "--facet",
      paramLabel = "NAME",
      description = "an attribute whose values are counted in all results; up to 10 may be given")
  private @Nullable List<String> facets;

  @Mixin private FilterOption filter;

  @Mixin private PageOptions page;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    return client.get(
        "/v1/search",
        reading
            .addTo(new ApiClient.Query().add("q", String.join(" ", words)))
            .add("highlight", highlight ? "true" : null)
            .add("explain", explain ? "true" : null)
            .add("filter", filter.filter)
            .add("limit", page.limit)
            .add("cursor", page.cursor));
  }

  @Override
  protected int execute(PrintWriter out) throws CommandFailure {
    int code = super.execute(out);
    if (facets != null) {
      show(FacetsCommand.ask(client(), facets, words, reading, filter, null), out);
    }
    return code;
  }

  private void show(ApiClient.Answer counts, PrintWriter out) {
    if (json) {
      out.println(counts.raw());
    } else {
      out.println();
      FacetsCommand.printCounts(counts.json(), out, columnsMax());
    }
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    if (highlight || explain) {
      new HitDetails(out, Terminal.isPresent()).print(answer);
      rest(answer, out);
    } else {
      hits(answer, out, columnsMax);
    }
    List<String> ignored = new ArrayList<>();
    answer.path("ignored").forEach(word -> ignored.add(PlainText.forTerminal(word.asText())));
    if (!ignored.isEmpty()) {
      out.println("ignored words, which match nothing: " + String.join(" ", ignored));
    }
    for (JsonNode expanded : answer.path("expanded")) {
      StringJoiner found = new StringJoiner(" ");
      expanded.path("words").forEach(word -> found.add(PlainText.forTerminal(word.asText())));
      out.println(
          "searched for "
              + PlainText.forTerminal(expanded.path("word").asText())
              + ": "
              + (found.length() == 0 ? "no words" : found)
              + (expanded.path("cut").asBoolean() ? " ..." : ""));
    }
  }
}
