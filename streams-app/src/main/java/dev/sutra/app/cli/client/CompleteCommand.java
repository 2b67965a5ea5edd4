package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.Table;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the words of texts that begin with some characters. */
@Command(
    name = "complete",
    description = "List the words of texts with a prefix, those in most concepts first.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class CompleteCommand extends QueryCommand {
  @Parameters(paramLabel = "PREFIX", description = "a word or the beginning of one")
  private String prefix;

  @Mixin private LimitOption limit;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    return client.get(
        "/v1/complete", new ApiClient.Query().add("prefix", prefix).add("limit", limit.limit));
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    Table table = new Table("CONCEPTS", "WORD");
    for (JsonNode item : answer.path("items")) {
      table.row(item.path("concepts").asText(), item.path("word").asText());
    }
    page(table, answer, out, columnsMax);
  }
}
