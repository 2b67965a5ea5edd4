package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.message.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Searches the texts of the concepts. */
@Command(name = "search", description = "Find the concepts whose text matches best.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class SearchCommand extends QueryCommand {
  @Parameters(paramLabel = "WORDS", arity = "1..*", description = "words, \"phrases\" and prefix*")
  private List<String> words;

  @Mixin private LimitOption limit;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    return client.get(
        "/v1/search",
        new ApiClient.Query().add("q", String.join(" ", words)).add("limit", limit.limit));
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    hits(answer, out, columnsMax);
    List<String> ignored = new ArrayList<>();
    answer.path("ignored").forEach(word -> ignored.add(PlainText.forTerminal(word.asText())));
    if (!ignored.isEmpty()) {
      out.println("ignored words, which match nothing: " + String.join(" ", ignored));
    }
  }
}
