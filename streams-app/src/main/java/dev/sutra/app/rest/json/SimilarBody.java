package dev.sutra.app.rest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.app.json.FilterBody;
import dev.sutra.app.json.JsonValues;
import dev.sutra.app.json.StrictJson;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.engine.query.SimilarQuery;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the body of a similarity query; see {@link StrictJson}. */
public final class SimilarBody {
  private @Nullable String id;
  private @Nullable String text;
  private float @Nullable [] vector;
  private int limit = ReadOptions.LIMIT_DEFAULT;
  private float minScore = Float.NEGATIVE_INFINITY;
  private boolean exact;
  private double targetRecall = SimilarQuery.TARGET_RECALL_DEFAULT;
  private ConceptFilter filter = ConceptFilter.NONE;

  private final Detail detail;

  private SimilarBody(Detail detail) {
    this.detail = detail;
  }

  /**
   * Reads a body.
   *
   * @param detail what the hits carry, which the body does not say
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static SimilarRequest read(byte[] body, Detail detail) {
    if (body.length == 0) {
      throw new IllegalArgumentException("the body is missing");
    }
    SimilarBody read = new SimilarBody(detail);
    StrictJson.readDocument("the body", body, read::field);
    return read.request();
  }

  private SimilarRequest request() {
    return new SimilarRequest(
        id,
        text,
        vector,
        new SimilarRequest.Options(limit, minScore, exact, targetRecall, filter, detail));
  }

  private void field(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "id" -> id = JsonValues.string(parser, name);
      case "text" -> text = JsonValues.string(parser, name);
      case "vector" -> vector = StrictJson.vector(parser, name);
      case "limit" -> limit = limit(parser);
      case "min_score" -> minScore = JsonValues.finiteFloat(parser, name);
      case "exact" -> exact = JsonValues.flag(parser, name);
      case "target_recall" -> targetRecall = JsonValues.number(parser, name);
      case "filter" -> filter = FilterBody.read(parser);
      default ->
          throw StrictJson.unknownField(
              name, "", "id, text, vector, limit, min_score, exact, target_recall, filter");
    }
  }

  static int limit(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw JsonValues.wrongType("limit", "a whole number");
    }
    return switch (parser.getNumberType()) {
      case INT -> parser.getIntValue();
      default ->
          throw new IllegalArgumentException(
              "limit is out of its range, 1 to " + QueryLimits.ITEMS_MAX);
    };
  }
}
