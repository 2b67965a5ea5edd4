package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.cli.SutraCommand;
import dev.sutra.app.cli.Table;
import dev.sutra.app.cli.Terminal;
import dev.sutra.app.message.PlainText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The base of the commands that query an instance. */
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
abstract class QueryCommand extends SutraCommand {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "address of the instance (default: ${DEFAULT-VALUE})",
      defaultValue = "http://127.0.0.1:8080")
  String url;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "file with the key, if the instance needs one (default: the key in SUTRA_KEY)")
  @Nullable Path keyFile;

  @Option(names = "--json", description = "print the response as JSON")
  boolean json;

  /** Sends the query. */
  abstract ApiClient.Answer ask(ApiClient client) throws CommandFailure;

  /** Prints a response in readable form. */
  abstract void print(JsonNode answer, PrintWriter out, int columnsMax);

  @Override
  protected int execute(PrintWriter out) throws CommandFailure {
    ApiClient.Answer answer = ask(client());
    if (json) {
      out.println(answer.raw());
    } else {
      print(answer.json(), out, columnsMax());
    }
    return ExitCodes.OK;
  }

  /** A client of the instance, with the key that it may need. */
  final ApiClient client() throws CommandFailure {
    return new ApiClient(url, ClientKey.find(keyFile, System.getenv()));
  }

  /** How wide a line may be; 0: without a bound. */
  final int columnsMax() {
    return Terminal.isPresent() ? spec.commandLine().getUsageHelpWidth() : 0;
  }

  static String score(JsonNode item, String field) {
    return String.format(Locale.ROOT, "%.4f", item.path(field).asDouble());
  }

  /** Prints hits, or that there are none, and which partitions are missing. */
  static void hits(JsonNode answer, PrintWriter out, int columnsMax) {
    Table table = new Table("SCORE", "ID", "TEXT");
    for (JsonNode item : answer.path("items")) {
      table.row(score(item, "score"), item.path("id").asText(), text(item));
    }
    page(table, answer, out, columnsMax);
  }

  /** Prints a page of items, the cursor of the next page, and which partitions are missing. */
  static void page(Table table, JsonNode answer, PrintWriter out, int columnsMax) {
    if (answer.path("items").isEmpty()) {
      out.println("nothing found");
    } else {
      table.print(out, columnsMax);
    }
    rest(answer, out);
  }

  /** Prints the cursor of the next page, and what may be wrong with this one. */
  static void rest(JsonNode answer, PrintWriter out) {
    if (answer.path("next_cursor").isTextual()) {
      out.println(
          "more: --cursor " + PlainText.forTerminal(answer.path("next_cursor").textValue()));
    }
    if (answer.path("moved").asBoolean()) {
      out.println("moved: there were writes since the first page");
    }
    shortfall(answer, out);
  }

  /** Prints which partitions are missing, if any. */
  static void shortfall(JsonNode answer, PrintWriter out) {
    if (answer.path("partial").asBoolean()) {
      JsonNode partitions = answer.path("partitions");
      JsonNode failed = partitions.isArray() ? answer.path("failed") : partitions.path("failed");
      out.println("partial: no answer from partitions " + PlainText.forTerminal(failed.toString()));
    }
  }

  static String text(JsonNode item) {
    return item.path("text").isTextual() ? item.path("text").textValue() : "";
  }
}
