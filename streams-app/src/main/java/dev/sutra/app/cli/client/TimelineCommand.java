package dev.sutra.app.cli.client;

import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists concepts by the time of their last write. */
@Command(name = "timeline", description = "List concepts by the time of their last write.")
final class TimelineCommand extends QuestionCommand {
  @Option(names = "--from", paramLabel = "TIME", description = "first time, ms or ISO-8601")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "last time, ms or ISO-8601")
  private @Nullable String to;

  @Option(names = "--order", paramLabel = "desc|asc", description = "default: desc, newest first")
  private @Nullable String order;

  @Option(names = "--limit", paramLabel = "N", description = "the most items (default: 10)")
  private @Nullable Integer limit;

  @Option(names = "--cursor", paramLabel = "CURSOR", description = "where the last page ended")
  private @Nullable String cursor;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    return client.get(
        "/v1/timeline",
        new ApiClient.Query()
            .add("from", from)
            .add("to", to)
            .add("order", order)
            .add("limit", limit)
            .add("cursor", cursor));
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    Table table = new Table("UPDATED", "ID", "TEXT");
    for (JsonNode item : answer.path("items")) {
      table.row(GetCommand.time(item.path("updated_at")), item.path("id").asText(), text(item));
    }
    page(table, answer, out, columnsMax);
  }
}
