package dev.sutra.engine.query;

import dev.sutra.engine.filter.Condition;
import dev.sutra.engine.filter.Condition.All;
import dev.sutra.engine.filter.Condition.IdPrefix;
import dev.sutra.engine.filter.Condition.TimeField;
import dev.sutra.engine.filter.Condition.Times;
import dev.sutra.engine.filter.Evaluation;
import dev.sutra.engine.filter.FilterParser;
import dev.sutra.engine.filter.FilterPrinter;
import dev.sutra.engine.filter.Normal;
import dev.sutra.engine.filter.Truth;
import dev.sutra.record.Concept;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition that a concept must meet to be a result; {@link dev.sutra.engine.filter} describes
 * the conditions and their text.
 *
 * @param condition in {@link Normal} form
 */
public record ConceptFilter(Condition condition) {
  /** Accepts all concepts. */
  public static final ConceptFilter NONE = new ConceptFilter(Condition.EVERYTHING);

  /**
   * Normalizes the condition.
   *
   * @throws IllegalArgumentException if it exceeds a limit
   */
  public ConceptFilter {
    condition = Normal.form(condition);
  }

  /**
   * A filter by attributes, time of the last write and id. All must match.
   *
   * @param attributes names and values that a concept must have: strings, numbers or booleans
   * @param updatedFrom earliest time of the last write, ms since the epoch
   * @param updatedTo latest time of the last write, ms since the epoch, inclusive
   * @param idPrefix prefix of the id; null or empty: any id
   * @throws IllegalArgumentException if a condition is invalid; the message names it
   */
  public ConceptFilter(
      Map<String, ?> attributes, long updatedFrom, long updatedTo, @Nullable String idPrefix) {
    this(
        new All(
            List.of(All.of(attributes), updated(updatedFrom, updatedTo), beginningOfId(idPrefix))));
  }

  /**
   * Reads the text of a filter.
   *
   * @throws IllegalArgumentException if the text does not follow the grammar or exceeds a limit;
   *     the message tells the place
   */
  public static ConceptFilter parse(String text) {
    return new ConceptFilter(FilterParser.parse(text));
  }

  /** The filter as text, which {@link #parse} reads. */
  public String text() {
    return FilterPrinter.print(condition);
  }

  /** Whether all concepts are accepted. */
  public boolean isNone() {
    return condition.equals(Condition.EVERYTHING);
  }

  /** Whether it depends on associations, so that {@link #matches} cannot tell. */
  public boolean asksForAssociations() {
    return Evaluation.asksForAssociations(condition);
  }

  /**
   * Whether a concept meets the condition.
   *
   * @throws IllegalStateException if it depends on associations
   */
  public boolean matches(Concept concept) {
    Truth truth = Evaluation.test(condition, new ConceptFacts(concept));
    if (truth == Truth.OPEN) {
      throw new IllegalStateException("the filter asks for associations: " + text());
    }
    return truth == Truth.YES;
  }

  private static Condition updated(long from, long to) {
    if (from > to) {
      throw new IllegalArgumentException(
          "updated_from (" + from + ") is after updated_to (" + to + ")");
    }
    return from == Long.MIN_VALUE && to == Long.MAX_VALUE
        ? Condition.EVERYTHING
        : new Times(TimeField.UPDATED, from, to);
  }

  private static Condition beginningOfId(@Nullable String prefix) {
    return prefix == null || prefix.isEmpty() ? Condition.EVERYTHING : new IdPrefix(prefix);
  }
}
