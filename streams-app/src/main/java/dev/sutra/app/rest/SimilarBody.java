package dev.sutra.app.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.record.Limits;
import dev.sutra.schemas.JsonProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the JSON body of a similarity question, each field once, known and of its type. */
final class SimilarBody {
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
  private int limit = ReadRoutes.LIMIT_DEFAULT;
  private float minScore = Float.NEGATIVE_INFINITY;
  private boolean exact;
  private double targetRecall = SimilarQuery.TARGET_RECALL_DEFAULT;
  private ConceptFilter filter = ConceptFilter.NONE;

  private SimilarBody(JsonParser parser) {
    this.parser = parser;
  }

  static SimilarRequest read(byte[] body) {
    if (body.length == 0) {
      throw HttpProblem.badRequest("the body is missing");
    }
    try (JsonParser parser = JSON.createParser(Utf8.decode("the body", body))) {
      return new SimilarBody(parser).request();
    } catch (JsonProcessingException e) {
      throw HttpProblem.badRequest("the body is " + JsonProblem.of(e));
    } catch (IOException e) {
      // A text in memory does not fail.
      throw new UncheckedIOException(e);
    }
  }

  private SimilarRequest request() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw HttpProblem.badRequest("the body is not a JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      field(parser.currentName(), parser.nextToken());
    }
    if (parser.nextToken() != null) {
      throw HttpProblem.badRequest("there is something after the body's object");
    }
    return new SimilarRequest(id, text, vector, limit, minScore, exact, targetRecall, filter);
  }

  private void field(String name, JsonToken token) throws IOException {
    switch (name) {
      case "id" -> id = string(name, token);
      case "text" -> text = string(name, token);
      case "vector" -> vector = vector(token);
      case "limit" -> limit = limit(token);
      case "min_score" -> minScore = number(name, token);
      case "exact" -> exact = flag(name, token);
      case "target_recall" -> targetRecall = wideNumber(name, token);
      case "filter" -> filter = FilterBody.read(parser, token);
      default ->
          throw HttpProblem.badRequest(
              "unknown field "
                  + Shown.quoted(name)
                  + "; known are id, text, vector, limit, min_score, exact, target_recall, filter");
    }
  }

  private @Nullable String string(String name, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> parser.getText();
      default -> throw wrongType(name, "a string");
    };
  }

  private boolean flag(String name, JsonToken token) {
    return switch (token) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw wrongType(name, "true or false");
    };
  }

  private float number(String name, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw wrongType(name, "a number");
    }
    float value = parser.getFloatValue();
    if (!Float.isFinite(value)) {
      throw HttpProblem.badRequest(name + " is not a finite 32-bit number");
    }
    return value;
  }

  private double wideNumber(String name, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw wrongType(name, "a number");
    }
    return parser.getDoubleValue();
  }

  private int limit(JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType("limit", "a whole number");
    }
    return switch (parser.getNumberType()) {
      case INT -> parser.getIntValue();
      default -> throw HttpProblem.badRequest("limit is out of its range, 1 to 1000");
    };
  }

  private float @Nullable [] vector(JsonToken start) throws IOException {
    if (start == JsonToken.VALUE_NULL) {
      return null;
    }
    if (start != JsonToken.START_ARRAY) {
      throw wrongType("vector", "an array of numbers");
    }
    float[] components = new float[64];
    int size = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (size == Limits.DIMENSION_MAX) {
        throw HttpProblem.badRequest(
            "vector has more than " + Limits.DIMENSION_MAX + " components");
      }
      if (size == components.length) {
        components = Arrays.copyOf(components, 2 * size);
      }
      components[size] = number("vector[" + size + "]", token);
      size++;
    }
    return Arrays.copyOf(components, size);
  }

  static HttpProblem wrongType(String name, String expected) {
    return HttpProblem.badRequest(name + " is not " + expected);
  }
}
