package dev.sutra.app.rest.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.sutra.app.api.HybridRequest;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.json.FilterBody;
import dev.sutra.app.json.JsonValues;
import dev.sutra.app.json.StrictJson;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Boosts;
import dev.sutra.engine.query.HybridQuery.Fusion;
import dev.sutra.engine.query.HybridQuery.Ranking;
import dev.sutra.engine.query.QueryLimits;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of a hybrid query; see {@link StrictJson}. */
public final class HybridBody {
  private static final String WEIGHTS = "text, vector, graph";
  private static final long HALF_LIFE_DEFAULT = 7 * 24 * 3_600_000L;

  private final Detail detail;
  private @Nullable String id;
  private @Nullable String text;
  private float @Nullable [] vector;
  private @Nullable List<String> anchors;
  private final Map<Ranking, Double> weights = new EnumMap<>(Ranking.class);
  private Fusion fusion = Fusion.LINEAR;
  private int limit = ReadOptions.LIMIT_DEFAULT;
  // 0: the query's own default.
  private int depth;
  private ConceptFilter filter = ConceptFilter.NONE;
  private double strength;
  private double recency;
  private long halfLife = HALF_LIFE_DEFAULT;
  private long now = System.currentTimeMillis();
  private double diversity;

  private HybridBody(Detail detail) {
    this.detail = detail;
  }

  /**
   * Reads a body.
   *
   * @param detail what the items carry, which the body does not say
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static HybridRequest read(byte[] body, Detail detail) {
    if (body.length == 0) {
      throw new IllegalArgumentException("the body is missing");
    }
    HybridBody read = new HybridBody(detail);
    StrictJson.readDocument("the body", body, read::field);
    return read.request();
  }

  private HybridRequest request() {
    List<String> near = anchors != null ? anchors : id != null ? List.of(id) : List.of();
    HybridQuery.Builder query =
        HybridQuery.builder()
            .text(text)
            .anchors(near)
            .excludedId(id)
            .fusion(fusion)
            .limit(limit)
            .depth(depth)
            .filter(filter)
            .boosts(new Boosts(strength, recency, halfLife, now))
            .diversity(diversity)
            .detail(detail);
    weights.forEach(query::weight);
    if (vector != null) {
      query.vector(vector);
    }
    return new HybridRequest(id, query.build());
  }

  private void field(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "id" -> id = JsonValues.string(parser, name);
      case "text" -> text = JsonValues.string(parser, name);
      case "vector" -> vector = StrictJson.vector(parser, name);
      case "anchors" -> anchors = IdsBody.ids(parser, name, HybridQuery.ANCHORS_MAX);
      case "weights" -> StrictJson.readObject(parser, name, this::weight);
      case "fusion" -> fusion = fusion(JsonValues.string(parser, name));
      case "limit" -> limit = SimilarBody.limit(parser);
      case "depth" -> depth = depth(parser);
      case "filter" -> filter = FilterBody.read(parser);
      case "boosts" -> StrictJson.readObject(parser, name, this::boost);
      case "diversity" -> diversity = JsonValues.number(parser, name);
      default ->
          throw StrictJson.unknownField(
              name,
              "",
              "id, text, vector, anchors, weights, fusion, limit, depth, filter, boosts,"
                  + " diversity");
    }
  }

  private void weight(JsonParser parser, String name) throws IOException {
    for (Ranking ranking : Ranking.values()) {
      if (ranking.name().toLowerCase(Locale.ROOT).equals(name)) {
        weights.put(ranking, JsonValues.number(parser, "weights." + name));
        return;
      }
    }
    throw StrictJson.unknownField(name, " in weights", WEIGHTS);
  }

  private void boost(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "strength" -> strength = JsonValues.number(parser, "boosts." + name);
      case "recency" -> recency = JsonValues.number(parser, "boosts." + name);
      case "half_life_ms" -> halfLife = JsonValues.wholeNumber(parser, "boosts." + name);
      case "now" -> now = JsonValues.wholeNumber(parser, "boosts." + name);
      default ->
          throw StrictJson.unknownField(name, " in boosts", "strength, recency, half_life_ms, now");
    }
  }

  private static int depth(JsonParser parser) throws IOException {
    long depth = JsonValues.wholeNumber(parser, "depth");
    if (depth < 1 || depth > QueryLimits.RANKED_MAX) {
      throw new IllegalArgumentException(
          "depth is " + depth + "; 1 to " + QueryLimits.RANKED_MAX + " is allowed");
    }
    return (int) depth;
  }

  private static Fusion fusion(@Nullable String name) {
    return switch (name) {
      case "rrf" -> Fusion.RRF;
      case "linear" -> Fusion.LINEAR;
      case null, default -> throw new IllegalArgumentException("fusion must be rrf or linear");
    };
  }
}
