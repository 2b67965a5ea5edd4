package dev.sutra.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Shows what the store holds. */
@Command(name = "stats", description = "Show what the store holds, per partition and in all.")
final class StatsCommand extends QuestionCommand {
  private static final String[] COUNTS = {
    "concepts", "associations", "vectors", "segments", "disk_bytes", "memory_bytes", "lag"
  };

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    return client.get("/v1/stats", new ApiClient.Query());
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    Table table =
        new Table(
            "PARTITION",
            "CONCEPTS",
            "ASSOCIATIONS",
            "VECTORS",
            "SEGMENTS",
            "DISK BYTES",
            "MEMORY BYTES",
            "LAG");
    for (JsonNode partition : answer.path("partitions")) {
      table.row(cells(partition.path("partition").asText(), partition));
    }
    table.row(cells("all", answer));
    table.print(out, columnsMax);
    shortfall(answer, out);
  }

  private static String[] cells(String name, JsonNode counts) {
    return Stream.concat(
            Stream.of(name), Stream.of(COUNTS).map(field -> counts.path(field).asText()))
        .toArray(String[]::new);
  }
}
