package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.cli.Table;
import dev.sutra.app.message.PlainText;
import java.io.PrintWriter;

/** Prints what walks over associations found. */
final class Walks {
  private Walks() {}

  /** Prints the concepts that were reached, and whether there may be more. */
  static void reached(JsonNode answer, PrintWriter out, int columnsMax) {
    Table table = new Table("DISTANCE", "SCORE", "ID", "PATH", "TEXT");
    for (JsonNode item : answer.path("items")) {
      table.row(
          item.path("distance").asText(),
          QueryCommand.score(item, "score"),
          item.path("id").asText(),
          path(item.path("path")),
          QueryCommand.text(item));
    }
    QueryCommand.page(table, answer, out, columnsMax);
    cut(answer, out);
  }

  /** Prints paths, or that there are none, and whether there may be more. */
  static void paths(String from, JsonNode answer, PrintWriter out, int columnsMax) {
    Table table = new Table("LENGTH", "SCORE", "PATH");
    for (JsonNode item : answer.path("items")) {
      table.row(
          item.path("length").asText(),
          QueryCommand.score(item, "score"),
          from + " " + path(item.path("path")));
    }
    QueryCommand.page(table, answer, out, columnsMax);
    cut(answer, out);
  }

  /** Prints concepts that were activated. */
  static void activated(JsonNode answer, PrintWriter out, int columnsMax) {
    Table table = new Table("SCORE", "DISTANCE", "ID", "TEXT");
    for (JsonNode item : answer.path("items")) {
      table.row(
          QueryCommand.score(item, "score"),
          item.path("distance").asText(),
          item.path("id").asText(),
          QueryCommand.text(item));
    }
    QueryCommand.page(table, answer, out, columnsMax);
    cut(answer, out);
  }

  /** A path as {@code -type-> id <-type- id}. */
  static String path(JsonNode hops) {
    StringBuilder path = new StringBuilder();
    for (JsonNode hop : hops) {
      boolean out = hop.path("direction").asText().equals("out");
      path.append(path.isEmpty() ? "" : " ")
          .append(out ? "-" : "<-")
          .append(hop.path("type").asText())
          .append(out ? "-> " : "- ")
          .append(hop.path("id").asText());
    }
    return path.toString();
  }

  /** Prints why the walk ended early, if it did. */
  static void cut(JsonNode answer, PrintWriter out) {
    if (answer.path("cut").isTextual()) {
      out.println(
          "cut by "
              + PlainText.forTerminal(answer.path("cut").textValue())
              + " after "
              + answer.path("edges").asInt()
              + " associations: there may be more");
    }
  }
}
