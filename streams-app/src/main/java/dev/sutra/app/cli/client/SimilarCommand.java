package dev.sutra.app.cli.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.message.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the concepts nearest to a concept, a text or a vector. */
@Command(
    name = "similar",
    description = "Find the concepts nearest to a concept, a text or a vector.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class SimilarCommand extends QueryCommand {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final long VECTOR_FILE_BYTES_MAX = 1 << 20;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Subject subject;

  @Mixin private FilterOption condition;

  @Mixin private PageOptions page;

  @Option(
      names = "--min-score",
      paramLabel = "S",
      description = "only concepts with at least this score")
  private @Nullable Float minScore;

  @Option(names = "--exact", description = "find the exact nearest by a scan")
  private boolean exact;

  @Option(
      names = "--target-recall",
      paramLabel = "R",
      description = "the expected share of the true nearest, 0.5 to 1 (default: 0.98)")
  private @Nullable Double targetRecall;

  @Option(
      names = "--attribute",
      paramLabel = "NAME=VALUE",
      description = "only concepts with this attribute: a number, true, false or a string")
  private @Nullable Map<String, String> attributes;

  @Option(names = "--id-prefix", paramLabel = "PREFIX", description = "only ids with this prefix")
  private @Nullable String idPrefix;

  @Option(
      names = "--updated-from",
      paramLabel = "MS",
      description = "only concepts last written at this time or later")
  private @Nullable Long updatedFrom;

  @Option(
      names = "--updated-to",
      paramLabel = "MS",
      description = "only concepts last written at this time or earlier")
  private @Nullable Long updatedTo;

  /** What the concepts are compared with. */
  static final class Subject {
    @Option(names = "--id", paramLabel = "ID", description = "a concept")
    private @Nullable String id;

    @Option(
        names = "--vector",
        paramLabel = "FILE",
        description = "a file with a JSON array of numbers")
    private @Nullable Path vector;

    @Parameters(paramLabel = "TEXT", arity = "1..*", description = "a text")
    private @Nullable List<String> text;
  }

  @Override
  ApiClient.Answer ask(ApiClient client) throws CommandFailure {
    ObjectNode body = JSON.createObjectNode();
    if (subject.id != null) {
      body.put("id", subject.id);
    }
    if (subject.vector != null) {
      body.set("vector", vector(subject.vector));
    }
    if (subject.text != null) {
      body.put("text", String.join(" ", subject.text));
    }
    if (page.limit != null) {
      body.put("limit", page.limit);
    }
    if (minScore != null) {
      body.put("min_score", minScore);
    }
    if (exact) {
      body.put("exact", true);
    }
    if (targetRecall != null) {
      body.put("target_recall", targetRecall);
    }
    ObjectNode filter = filter();
    if (condition.filter != null && filter.isEmpty()) {
      body.put("filter", condition.filter);
    } else if (condition.filter != null) {
      body.set("filter", filter.set("all", JSON.createArrayNode().add(condition.filter)));
    } else if (!filter.isEmpty()) {
      body.set("filter", filter);
    }
    return client.post("/v1/similar" + page.query(), body);
  }

  private ObjectNode filter() throws CommandFailure {
    ObjectNode filter = JSON.createObjectNode();
    if (attributes != null) {
      ObjectNode wanted = filter.putObject("attributes");
      for (Map.Entry<String, String> entry : attributes.entrySet()) {
        wanted.set(entry.getKey(), attribute(entry.getKey(), entry.getValue()));
      }
    }
    if (idPrefix != null) {
      filter.put("id_prefix", idPrefix);
    }
    if (updatedFrom != null) {
      filter.put("updated_from", updatedFrom);
    }
    if (updatedTo != null) {
      filter.put("updated_to", updatedTo);
    }
    return filter;
  }

  /** A number, true or false as JSON has it, also a string in quotes; anything else as it is. */
  private static JsonNode attribute(String name, String value) throws CommandFailure {
    try {
      JsonNode node = JSON.readTree(value);
      if (node.isDouble() && !Double.isFinite(node.doubleValue())) {
        throw new CommandFailure(
            ExitCodes.USAGE,
            "--attribute "
                + PlainText.forTerminal(name)
                + ": "
                + PlainText.forTerminal(value)
                + " is not a finite number of 64 bits; put it in double quotes for a string");
      }
      if (node.isNumber() || node.isBoolean() || node.isTextual()) {
        return node;
      }
    } catch (JacksonException e) {
      // A string without quotes.
      return JSON.getNodeFactory().textNode(value);
    }
    return JSON.getNodeFactory().textNode(value);
  }

  private static JsonNode vector(Path file) throws CommandFailure {
    String shown = PlainText.forTerminal(file.toString());
    try {
      if (Files.size(file) > VECTOR_FILE_BYTES_MAX) {
        throw new CommandFailure(ExitCodes.USAGE, shown + " is larger than 1 MiB");
      }
      JsonNode vector = JSON.readTree(file.toFile());
      if (vector.isArray()) {
        return vector;
      }
    } catch (JacksonException e) {
      throw new CommandFailure(ExitCodes.USAGE, shown + " is not a JSON array of numbers");
    } catch (IOException e) {
      throw new CommandFailure(ExitCodes.USAGE, shown + " cannot be read");
    }
    throw new CommandFailure(ExitCodes.USAGE, shown + " is not a JSON array of numbers");
  }

  @Override
  void print(JsonNode answer, PrintWriter out, int columnsMax) {
    hits(answer, out, columnsMax);
  }
}
