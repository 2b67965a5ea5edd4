package dev.sutra.app.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.message.PlainText;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints hits of a search with the best part of their text, and with the parts of their score. */
final class HitDetails {
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final boolean terminal;

  /**
   * Creates a printer.
   *
   * @param terminal whether words may be bold; otherwise they are in brackets
   */
  HitDetails(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void print(JsonNode answer) {
    if (answer.path("items").isEmpty()) {
      out.println("nothing found");
    }
    for (JsonNode item : answer.path("items")) {
      out.println(
          QueryCommand.score(item, "score")
              + "  "
              + PlainText.forTerminal(item.path("id").asText()));
      JsonNode highlight = item.path("highlight");
      out.println(
          "  "
              + (highlight.isObject()
                  ? marked(highlight)
                  : PlainText.forTerminal(QueryCommand.text(item))));
      for (JsonNode part : item.path("explanation")) {
        out.println("  " + explanation(part));
      }
    }
  }

  private String marked(JsonNode highlight) {
    String fragment = highlight.path("fragment").asText();
    StringBuilder marked = new StringBuilder();
    int at = 0;
    for (JsonNode match : highlight.path("matches")) {
      int from = Math.clamp(match.path(0).asInt(), at, fragment.length());
      int to = Math.clamp(match.path(1).asInt(), from, fragment.length());
      marked.append(PlainText.forTerminal(fragment.substring(at, from)));
      marked.append(terminal ? BOLD : "[");
      marked.append(PlainText.forTerminal(fragment.substring(from, to)));
      marked.append(terminal ? PLAIN : "]");
      at = to;
    }
    return marked.append(PlainText.forTerminal(fragment.substring(at))).toString();
  }

  private static String explanation(JsonNode part) {
    return String.format(
        Locale.ROOT,
        "%.4f  %s: boost %.3g, idf %.4f, tf %d, length %d of %.1f on average",
        part.path("score").asDouble(),
        PlainText.forTerminal(part.path("part").asText()),
        part.path("boost").asDouble(),
        part.path("idf").asDouble(),
        part.path("tf").asInt(),
        part.path("length").asInt(),
        part.path("average_length").asDouble());
  }
}
