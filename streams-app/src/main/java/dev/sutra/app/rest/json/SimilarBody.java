package dev.sutra.app.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.app.message.PlainText;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.record.Limits;
import dev.sutra.schemas.JsonProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a similarity query from a stream of tokens. Not by data binding, which with
 * strict settings still takes 1e40 for infinity, a string for a vector, null for a component and
 * lone surrogates in a text, and whose messages name classes. Repeated or unknown fields and wrong
 * types are errors that name the field.
 */
public final class SimilarBody {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNameLength(256)
                  .maxNumberLength(100)
                  .build())
          .build();

  private final JsonParser parser;
  private @Nullable String id;
  private @Nullable String text;
  private float @Nullable [] vector;
  private int limit = ReadOptions.LIMIT_DEFAULT;
  private float minScore = Float.NEGATIVE_INFINITY;
  private boolean exact;
  private double targetRecall = SimilarQuery.TARGET_RECALL_DEFAULT;
  private ConceptFilter filter = ConceptFilter.NONE;

  private SimilarBody(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a body.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static SimilarRequest read(byte[] body) {
    if (body.length == 0) {
      throw new IllegalArgumentException("the body is missing");
    }
    try (JsonParser parser = JSON.createParser(Utf8.decode("the body", body))) {
      return new SimilarBody(parser).request();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body is " + JsonProblem.of(e), e);
    } catch (IOException e) {
      // A parser of a string in memory does no I/O.
      throw new UncheckedIOException(e);
    }
  }

  private SimilarRequest request() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("the body is not a JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      field(name);
    }
    if (parser.nextToken() != null) {
      throw new IllegalArgumentException("the body continues after its object");
    }
    return new SimilarRequest(
        id, text, vector, new SimilarRequest.Options(limit, minScore, exact, targetRecall, filter));
  }

  private void field(String name) throws IOException {
    switch (name) {
      case "id" -> id = JsonValues.string(parser, name);
      case "text" -> text = JsonValues.string(parser, name);
      case "vector" -> vector = vector();
      case "limit" -> limit = limit();
      case "min_score" -> minScore = JsonValues.finiteFloat(parser, name);
      case "exact" -> exact = JsonValues.flag(parser, name);
      case "target_recall" -> targetRecall = JsonValues.number(parser, name);
      case "filter" -> filter = FilterBody.read(parser);
      default ->
          throw new IllegalArgumentException(
              "unknown field "
                  + PlainText.quoted(name)
                  + "; known are id, text, vector, limit, min_score, exact, target_recall, filter");
    }
  }

  private int limit() throws IOException {
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

  private float @Nullable [] vector() throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw JsonValues.wrongType("vector", "an array of numbers");
    }
    float[] components = new float[64];
    int size = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (size == Limits.DIMENSION_MAX) {
        throw new IllegalArgumentException(
            "vector has more than " + Limits.DIMENSION_MAX + " components");
      }
      if (size == components.length) {
        components = Arrays.copyOf(components, 2 * size);
      }
      components[size] = JsonValues.finiteFloat(parser, "vector[" + size + "]");
      size++;
    }
    return Arrays.copyOf(components, size);
  }
}
