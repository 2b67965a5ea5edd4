package dev.sutra.engine.query;

import dev.sutra.record.Limits;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Queries concepts by several rankings at once: by text, by vector, and by proximity to anchors in
 * the graph. To be run, it needs at least one of text, vector and anchors.
 *
 * @param text a search text as in {@link TextSearch}; null: no ranking by text
 * @param vector its length must be the store's dimension; null: no ranking by vector
 * @param anchors ids of concepts, at most {@link #ANCHORS_MAX}; the nearer a concept is to them,
 *     the better. Anchors are no items. Empty: no ranking by proximity
 * @param excludedId id of a concept that is no item, usually the owner of the vector; null: none
 * @param weights positive weights of the rankings; 1 for those that are not named, but {@link
 *     #TEXT_WEIGHT_LINEAR} for text with {@link Fusion#LINEAR}
 * @param fusion how the rankings are combined
 * @param limit 1 to {@link QueryLimits#ITEMS_MAX}; with {@link Detail#ID} to {@link
 *     QueryLimits#RANKED_MAX}
 * @param depth how many items each ranking contributes at most, 1 to {@link
 *     QueryLimits#RANKED_MAX}; with boosts or diversity to {@link QueryLimits#ITEMS_MAX}
 * @param filter conditions on the items
 * @param boosts what raises scores besides the rankings
 * @param diversity 0 to less than 1: how much an item loses by being similar to better ones; 0:
 *     nothing
 * @param detail what the items carry
 */
// The vector is an array for speed; queries are not compared for equality.
@SuppressWarnings("ArrayRecordComponent")
public record HybridQuery(
    @Nullable String text,
    float @Nullable [] vector,
    List<String> anchors,
    @Nullable String excludedId,
    Map<Ranking, Double> weights,
    Fusion fusion,
    int limit,
    int depth,
    ConceptFilter filter,
    Boosts boosts,
    double diversity,
    Detail detail) {
  /** Maximum number of anchors. */
  public static final int ANCHORS_MAX = 100;

  /** The weight of text with {@link Fusion#LINEAR}, if none is given: found by measuring. */
  public static final double TEXT_WEIGHT_LINEAR = 0.7;

  private static final int DEPTH_MIN = 100;

  /** A ranking of concepts. */
  public enum Ranking {
    /** By BM25. */
    TEXT,
    /** By similarity. */
    VECTOR,
    /** By proximity in the graph. */
    GRAPH
  }

  /** How rankings are combined. */
  public enum Fusion {
    /** By the ranks: a ranking adds its weight, divided by 60 plus the rank. */
    RRF,
    /**
     * By the scores: a ranking adds its weight, multiplied by how many standard deviations of its
     * scores the score is above its last item's, or above 0 if it ranks all concepts with a score.
     */
    LINEAR
  }

  /**
   * What raises scores besides the rankings. A score is multiplied by {@code 1 + strength × the
   * concept's strength}, and by {@code 1 + recency × 0.5^(age / halfLife)}.
   *
   * @param strength 0 or more
   * @param recency 0 or more
   * @param halfLifeMillis positive; counts only with a recency
   * @param nowMillis the time from which ages count, ms since the epoch; a later write has age 0
   */
  public record Boosts(double strength, double recency, long halfLifeMillis, long nowMillis) {
    /** No boosts. */
    public static final Boosts NONE = new Boosts(0, 0, 1, 0);

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a part is invalid; the message names it
     */
    public Boosts {
      checkFinite("boosts.strength", strength, strength >= 0, "0 or more");
      checkFinite("boosts.recency", recency, recency >= 0, "0 or more");
      if (halfLifeMillis < 1) {
        throw new IllegalArgumentException(
            "boosts.half_life_ms is " + halfLifeMillis + "; 1 or more is allowed");
      }
    }

    /** Whether nothing is raised. */
    public boolean isNone() {
      return strength == 0 && recency == 0;
    }
  }

  /**
   * Checks and copies the parts.
   *
   * @throws IllegalArgumentException if a part is invalid; the message names it
   */
  public HybridQuery {
    if (vector != null) {
      Limits.checkVector(vector);
    }
    if (anchors.size() > ANCHORS_MAX) {
      throw new IllegalArgumentException(
          anchors.size() + " anchors; at most " + ANCHORS_MAX + " are allowed");
    }
    anchors = anchors.stream().distinct().toList();
    anchors.forEach(id -> Limits.checkId("anchors", id));
    if (excludedId != null) {
      Limits.checkId("excluded id", excludedId);
    }
    Map<Ranking, Double> all = new EnumMap<>(Ranking.class);
    for (Ranking ranking : Ranking.values()) {
      boolean isLess = ranking == Ranking.TEXT && fusion == Fusion.LINEAR;
      double weight = weights.getOrDefault(ranking, isLess ? TEXT_WEIGHT_LINEAR : 1);
      checkFinite("weight of " + ranking, weight, weight > 0, "a positive number");
      all.put(ranking, weight);
    }
    weights = Map.copyOf(all);
    QueryLimits.checkItems(limit, detail);
    checkFinite("diversity", diversity, diversity >= 0 && diversity < 1, "0 to less than 1");
    // Boosts and diversity read more than the ids of all candidates.
    boolean byIds = boosts.isNone() && diversity == 0;
    int deepest = byIds ? QueryLimits.RANKED_MAX : QueryLimits.ITEMS_MAX;
    if (depth < 1 || depth > deepest) {
      String allowed = deepest + " is allowed" + (byIds ? "" : " with boosts or diversity");
      throw new IllegalArgumentException("depth is " + depth + "; 1 to " + allowed);
    }
  }

  private static void checkFinite(String name, double value, boolean valid, String allowed) {
    if (!valid || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " is " + value + "; " + allowed + " is allowed");
    }
  }

  /** Returns a builder for a query with a limit of 10 and {@link Fusion#LINEAR}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder with the parts of this query. */
  public Builder toBuilder() {
    Builder builder =
        new Builder()
            .text(text)
            .anchors(anchors)
            .excludedId(excludedId)
            .fusion(fusion)
            .limit(limit)
            .depth(depth)
            .filter(filter)
            .boosts(boosts)
            .diversity(diversity)
            .detail(detail);
    weights.forEach(builder::weight);
    builder.vector = vector;
    return builder;
  }

  /** Whether no ranking is asked for; such a query cannot be run. */
  public boolean isEmpty() {
    return text == null && vector == null && anchors.isEmpty();
  }

  /** Whether the rankings have more items than may carry more than their ids. */
  public boolean isDeep() {
    return depth > QueryLimits.ITEMS_MAX;
  }

  /** What the items of the rankings have to carry, so that they can be fused. */
  public Detail neededDetail() {
    if (diversity > 0) {
      return Detail.VECTOR;
    }
    if (!boosts.isNone()) {
      return detail == Detail.VECTOR ? detail : Detail.CONCEPT;
    }
    return isDeep() ? Detail.ID : detail;
  }

  /** The weight of a ranking. */
  public double weight(Ranking ranking) {
    return weights.getOrDefault(ranking, 1.0);
  }

  /** Collects the parts of a query. Not thread-safe. */
  public static final class Builder {
    private @Nullable String text;
    private float @Nullable [] vector;
    private List<String> anchors = List.of();
    private @Nullable String excludedId;
    private final Map<Ranking, Double> weights = new EnumMap<>(Ranking.class);
    private Fusion fusion = Fusion.LINEAR;
    private int limit = 10;
    private int depth;
    private ConceptFilter filter = ConceptFilter.NONE;
    private Boosts boosts = Boosts.NONE;
    private double diversity;
    private Detail detail = Detail.TEXT;

    private Builder() {}

    public Builder text(@Nullable String text) {
      this.text = text;
      return this;
    }

    public Builder vector(float[] vector) {
      this.vector = vector;
      return this;
    }

    public Builder anchors(List<String> anchors) {
      this.anchors = anchors;
      return this;
    }

    public Builder excludedId(@Nullable String excludedId) {
      this.excludedId = excludedId;
      return this;
    }

    public Builder weight(Ranking ranking, double weight) {
      weights.put(ranking, weight);
      return this;
    }

    public Builder fusion(Fusion fusion) {
      this.fusion = fusion;
      return this;
    }

    public Builder limit(int limit) {
      this.limit = limit;
      return this;
    }

    /** Sets how many items each ranking contributes; 0: 100, or four times the limit. */
    public Builder depth(int depth) {
      this.depth = depth;
      return this;
    }

    public Builder filter(ConceptFilter filter) {
      this.filter = filter;
      return this;
    }

    public Builder boosts(Boosts boosts) {
      this.boosts = boosts;
      return this;
    }

    public Builder diversity(double diversity) {
      this.diversity = diversity;
      return this;
    }

    public Builder detail(Detail detail) {
      this.detail = detail;
      return this;
    }

    /**
     * Creates the query.
     *
     * @throws IllegalArgumentException if a part is invalid; the message names it
     */
    public HybridQuery build() {
      return new HybridQuery(
          text,
          vector,
          anchors,
          excludedId,
          weights,
          fusion,
          limit,
          depth == 0 ? Math.clamp(4L * limit, DEPTH_MIN, QueryLimits.ITEMS_MAX) : depth,
          filter,
          boosts,
          diversity,
          detail);
    }
  }
}
