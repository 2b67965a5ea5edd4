package dev.sutra.app.standing;

import com.fasterxml.jackson.core.JsonParser;
import dev.sutra.app.embed.Embedder;
import dev.sutra.app.json.FilterBody;
import dev.sutra.app.json.JsonValues;
import dev.sutra.app.json.StrictJson;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.record.Limits;
import dev.sutra.standing.StandingQuery;
import dev.sutra.standing.StandingQuery.Condition;
import dev.sutra.standing.StandingQuery.Edge;
import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.standing.StandingQuery.Text;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a standing query; {@link QueryWriter} writes it. */
final class QueryReader {
  private final @Nullable Embedder embedder;
  private @Nullable Text text;
  private @Nullable Near near;
  private @Nullable Edge edge;
  private ConceptFilter filter = ConceptFilter.NONE;

  // Fields of the condition being read.
  private @Nullable String words;
  private boolean any;
  private float @Nullable [] vector;
  private @Nullable Float minScore;
  private @Nullable String type;
  private @Nullable String source;
  private @Nullable String target;
  private float minWeight;

  private QueryReader(@Nullable Embedder embedder) {
    this.embedder = embedder;
  }

  /**
   * Reads a query.
   *
   * @param embedder for the text of a vector query; null: there must be none
   * @throws IllegalArgumentException naming the field that is wrong
   */
  static StandingQuery read(byte[] json, @Nullable Embedder embedder) {
    QueryReader reader = new QueryReader(embedder);
    StrictJson.readDocument("the query", json, reader::field);
    return new StandingQuery(reader.condition(), reader.filter);
  }

  private void field(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "text" -> {
        StrictJson.readObject(parser, name, this::fieldOfText);
        text = new Text(required("text.query", words), any);
      }
      case "near" -> near = near(parser);
      case "edge" -> {
        StrictJson.readObject(parser, name, this::fieldOfEdge);
        edge = new Edge(type, source, target, minWeight);
      }
      case "filter" -> filter = FilterBody.read(parser);
      default -> throw StrictJson.unknownField(name, "", "text, near, edge, filter");
    }
  }

  private Condition condition() {
    int given = (text != null ? 1 : 0) + (near != null ? 1 : 0) + (edge != null ? 1 : 0);
    if (given != 1) {
      throw new IllegalArgumentException("exactly one of text, near and edge must be given");
    }
    Condition concept = text != null ? text : near;
    return required("edge", concept != null ? concept : edge);
  }

  private void fieldOfText(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "query" -> words = JsonValues.string(parser, "text.query");
      case "any" -> any = JsonValues.flag(parser, "text.any");
      default -> throw StrictJson.unknownField(name, " of text", "query, any");
    }
  }

  private Near near(JsonParser parser) throws IOException {
    words = null;
    StrictJson.readObject(parser, "near", this::fieldOfNear);
    if ((words == null) == (vector == null)) {
      throw new IllegalArgumentException("exactly one of near.vector and near.text must be given");
    }
    float least = required("near.min_score", minScore);
    return new Near(vector != null ? vector : embedded(required("near.text", words)), least);
  }

  private void fieldOfNear(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "vector" -> vector = StrictJson.vector(parser, "near.vector");
      case "text" -> words = JsonValues.string(parser, "near.text");
      case "min_score" -> minScore = JsonValues.finiteFloat(parser, "near.min_score");
      default -> throw StrictJson.unknownField(name, " of near", "vector, text, min_score");
    }
  }

  private float[] embedded(String of) {
    if (of.isBlank()) {
      throw new IllegalArgumentException("near.text is empty");
    }
    if (of.length() > QueryLimits.QUERY_TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "near.text is longer than " + QueryLimits.QUERY_TEXT_BYTES_MAX + " characters");
    }
    Limits.checkWellFormed("near.text", of);
    if (embedder == null) {
      throw new IllegalArgumentException(
          "near.text cannot be embedded: the app has no embedder; near.vector is needed");
    }
    return embedder.embed(of);
  }

  private void fieldOfEdge(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "type" -> type = JsonValues.string(parser, "edge.type");
      case "source" -> source = JsonValues.string(parser, "edge.source");
      case "target" -> target = JsonValues.string(parser, "edge.target");
      case "min_weight" -> minWeight = JsonValues.finiteFloat(parser, "edge.min_weight");
      default ->
          throw StrictJson.unknownField(name, " of edge", "type, source, target, min_weight");
    }
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
