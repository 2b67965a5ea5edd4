package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.Table;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists concepts by the time of their last write. */
@Command(name = "timeline", description = "List concepts by the time of their last write.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class TimelineCommand extends QueryCommand {
  @Option(names = "--from", paramLabel = "TIME", description = "first time, ms or ISO-8601")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "last time, ms or ISO-8601")
  private @Nullable String to;

  @Option(names = "--order", paramLabel = "desc|asc", description = "default: desc, newest first")
  private @Nullable String order;

  @Mixin private FilterOption filter;

  @Mixin private PageOptions page;

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    return client.get(
        "/v1/timeline",
        new ApiClient.Query()
            .add("from", from)
            .add("to", to)
            .add("order", order)
            .add("filter", filter.filter)
            .add("limit", page.limit)
            .add("cursor", page.cursor));
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
