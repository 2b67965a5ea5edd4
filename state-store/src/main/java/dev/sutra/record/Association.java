package dev.sutra.record;

/**
 * A typed, weighted edge from one concept to another, unique by (source, type, target).
 *
 * <p>The type is an open string; SEMANTIC, CAUSAL, TEMPORAL, HIERARCHICAL and COMPOSITIONAL are
 * well known. Either end may refer to a concept that does not exist yet.
 *
 * @param source the id of the concept that it starts from
 * @param type UTF-8, 1 to {@link Limits#TYPE_BYTES_MAX} bytes; one with a control character cannot
 *     be written
 * @param target the id of the concept that it points at
 * @param weight 0 to 1
 * @param confidence 0 to 1
 * @param createdAt event time of the first write, ms since the epoch
 * @param updatedAt event time of the last write, ms since the epoch
 */
public record Association(
    String source,
    String type,
    String target,
    float weight,
    float confidence,
    long createdAt,
    long updatedAt) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public Association {
    Limits.checkId("source", source);
    Limits.checkType(type);
    Limits.checkId("target", target);
    Limits.checkFraction("weight", weight);
    Limits.checkFraction("confidence", confidence);
  }

  /**
   * Checks that the association may be written: its ids and its type have no control characters,
   * which rows from before this rule may have.
   *
   * @throws IllegalArgumentException if it may not
   */
  public void checkWritable() {
    Limits.checkNoControls("source", source);
    Limits.checkNoControls("type", type);
    Limits.checkNoControls("target", target);
  }

  /** This association with another time of its first write. */
  public Association withCreatedAt(long createdAt) {
    return createdAt == this.createdAt
        ? this
        : new Association(source, type, target, weight, confidence, createdAt, updatedAt);
  }

  /** An association with confidence 1, created and updated at {@code timestamp}. */
  public static Association of(
      String source, String type, String target, float weight, long timestamp) {
    return new Association(source, type, target, weight, 1, timestamp, timestamp);
  }
}
