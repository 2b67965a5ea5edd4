package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.cli.Table;
import dev.sutra.app.cli.store.StoreCommand;
import dev.sutra.app.cli.store.StoreDirectories;
import dev.sutra.engine.tools.StoreSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what the store holds. */
@Command(
    name = "stats",
    description = {
      "Show the number of concepts, their size and the lag, per partition and in total.",
      "With --dir: read the files of stores that no process has open."
    })
final class StatsCommand extends QueryCommand {
  private static final String[] COUNTS = {
    "concepts", "associations", "vectors", "segments", "disk_bytes", "memory_bytes", "lag"
  };

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "read the directory of a store, or a parent of several, not an instance")
  @Nullable Path directory;

  @Override
  protected int execute(PrintWriter out) throws CommandFailure {
    Path asked = directory;
    return asked == null ? super.execute(out) : StoreCommand.work(() -> printDirectory(asked, out));
  }

  private static int printDirectory(Path directory, PrintWriter out) throws IOException {
    Table table =
        new Table(
            "CONCEPTS",
            "ASSOCIATIONS",
            "VECTORS",
            "SEGMENTS",
            "LOGS",
            "TRANSACTIONS IN LOGS",
            "DISK BYTES",
            "DEAD CONCEPTS",
            "TOMBSTONES",
            "CODED VECTORS",
            "CODE BYTES",
            "STORE");
    for (Path store : StoreDirectories.find(directory)) {
      StoreSummary summary = StoreSummary.read(store);
      table.row(
          Long.toString(summary.concepts()),
          Long.toString(summary.associations()),
          Long.toString(summary.vectors()),
          Integer.toString(summary.segments()),
          Integer.toString(summary.logs()),
          Long.toString(summary.logTransactions()),
          Long.toString(summary.diskBytes()),
          Long.toString(summary.deadConcepts()),
          Long.toString(summary.tombstones()),
          Long.toString(summary.codedVectors()),
          Long.toString(summary.codeBytes()),
          store.toString());
    }
    table.print(out, 0);
    return ExitCodes.OK;
  }

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
            "LAG",
            "CODED VECTORS",
            "BYTES/VECTOR",
            "RECALL");
    for (JsonNode partition : answer.path("partitions")) {
      table.row(cells(partition.path("partition").asText(), partition));
    }
    table.row(cells("all", answer));
    table.print(out, columnsMax);
    shortfall(answer, out);
  }

  private static String[] cells(String name, JsonNode counts) {
    JsonNode similarity = counts.path("similarity");
    Stream<String> searched =
        Stream.of(
            similarity.path("coded").asText(), bytesPerVector(similarity), recall(similarity));
    return Stream.concat(
            Stream.concat(
                Stream.of(name), Stream.of(COUNTS).map(field -> counts.path(field).asText())),
            searched)
        .toArray(String[]::new);
  }

  /** Bytes of codes and codebooks that are kept in memory. */
  private static String bytesPerVector(JsonNode similarity) {
    long vectors = similarity.path("vectors").asLong();
    return vectors == 0
        ? ""
        : String.format(
            Locale.ROOT, "%.1f", similarity.path("resident_bytes").asDouble() / vectors);
  }

  /** The measured recall of a sample. */
  private static String recall(JsonNode similarity) {
    return similarity.path("recall").isNumber()
        ? String.format(Locale.ROOT, "%.3f", similarity.path("recall").asDouble())
        : "";
  }
}
