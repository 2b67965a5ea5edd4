package dev.sutra.engine.filter;

import dev.sutra.record.Attributes;
import dev.sutra.record.Direction;
import dev.sutra.record.Limits;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a concept. Immutable; the meaning is that of the grammar on the package page.
 *
 * <p>Each record checks its own parts; {@link Normal#form} those of a whole one.
 */
public sealed interface Condition {
  /** The condition that every concept meets. */
  Condition EVERYTHING = new All(List.of());

  /** An attribute has this value: a string, a number or a boolean. */
  static Condition is(String name, Object value) {
    return new Values(name, List.of(value));
  }

  /** An attribute has one of these values. */
  static Condition in(String name, Collection<?> values) {
    return new Values(name, values);
  }

  /** An attribute is a number above this one. */
  static Condition above(String name, Number bound) {
    return new Range(name, bound, false, null, false);
  }

  /** An attribute is this number or one above it. */
  static Condition atLeast(String name, Number bound) {
    return new Range(name, bound, true, null, false);
  }

  /** An attribute is a number below this one. */
  static Condition below(String name, Number bound) {
    return new Range(name, null, false, bound, false);
  }

  /** An attribute is this number or one below it. */
  static Condition atMost(String name, Number bound) {
    return new Range(name, null, false, bound, true);
  }

  /** All of these are met. */
  static Condition all(Condition... conditions) {
    return new All(List.of(conditions));
  }

  /** At least one of these is met. */
  static Condition any(Condition... conditions) {
    return new Any(List.of(conditions));
  }

  /** This is not met. */
  static Condition not(Condition condition) {
    return new Not(condition);
  }

  /**
   * An attribute has one of these values.
   *
   * @param values in the order of the caller, without repetitions, as {@link Attributes#comparable}
   *     returns them; 1 to {@link FilterLimits#VALUES_MAX}
   */
  record Values(String name, Collection<?> values) implements Condition {
    /**
     * Checks and normalizes the values.
     *
     * @throws IllegalArgumentException if there are none or too many, or one cannot be a value
     */
    public Values {
      FilterLimits.checkCount(name, values);
      Set<Object> comparable = new LinkedHashSet<>();
      for (Object value : values) {
        comparable.add(Attributes.checkedComparable(name, value));
      }
      values = Collections.unmodifiableSet(comparable);
    }
  }

  /**
   * An attribute is a number in a range. At least one bound is given.
   *
   * @param from lower bound, as {@link Attributes#comparable} returns it; null: none
   * @param fromInclusive whether the lower bound is in the range
   * @param to upper bound; null: none
   * @param toInclusive whether the upper bound is in the range
   */
  record Range(
      String name,
      @Nullable Object from,
      boolean fromInclusive,
      @Nullable Object to,
      boolean toInclusive)
      implements Condition {
    /**
     * Checks and normalizes the bounds.
     *
     * @throws IllegalArgumentException if there are none, or one is not a finite number
     */
    public Range {
      from = bound(name, from);
      to = bound(name, to);
      fromInclusive &= from != null;
      toInclusive &= to != null;
      if (from == null && to == null) {
        throw new IllegalArgumentException("the range of " + name + " has no bound");
      }
    }

    private static @Nullable Object bound(String name, @Nullable Object bound) {
      Attributes.checkName(name);
      if (bound == null) {
        return null;
      }
      if (!(bound instanceof Number)) {
        throw new IllegalArgumentException(
            "the range of " + name + " has a bound that is not a number; ranges are for numbers");
      }
      return Attributes.checkedComparable(name, bound);
    }

    /** Whether a value as {@link Attributes#comparable} returns it is in the range. */
    public boolean contains(Object value) {
      return value instanceof Number && isAboveFrom(value) && isBelowTo(value);
    }

    /** Whether a number is not below the range. */
    public boolean isAboveFrom(Object number) {
      int order = from == null ? 1 : Attributes.compareNumbers(number, from);
      return order > 0 || (order == 0 && fromInclusive);
    }

    /** Whether a number is not above the range. */
    public boolean isBelowTo(Object number) {
      int order = to == null ? -1 : Attributes.compareNumbers(number, to);
      return order < 0 || (order == 0 && toInclusive);
    }
  }

  /** The concept has an attribute of this name. */
  record Exists(String name) implements Condition {
    public Exists {
      Attributes.checkName(name);
    }
  }

  /** A time of a concept. */
  enum TimeField {
    /** Event time of the last write. */
    UPDATED,
    /** Event time of the first write. */
    CREATED
  }

  /**
   * A time of the concept is in a range, both ends included; none is if {@code from > to}.
   *
   * @param from ms since the epoch
   * @param to ms since the epoch
   */
  record Times(TimeField field, long from, long to) implements Condition {
    /** Whether a time is in the range. */
    public boolean contains(long time) {
      return time >= from && time <= to;
    }
  }

  /** The id begins with this, compared as bytes of UTF-8. */
  record IdPrefix(String prefix) implements Condition {
    public IdPrefix {
      Limits.checkId("id_prefix", prefix);
    }
  }

  /**
   * The id is one of these.
   *
   * @param ids 1 to {@link FilterLimits#VALUES_MAX}
   */
  record Ids(Set<String> ids) implements Condition {
    public Ids {
      FilterLimits.checkCount("id", ids);
      ids.forEach(id -> Limits.checkId("id", id));
      ids = Collections.unmodifiableSet(new LinkedHashSet<>(ids));
    }
  }

  /**
   * The concept has an association.
   *
   * @param direction OUT: the concept is its source, IN: its target, BOTH: one of the two
   * @param other the concept at the other end; null: any
   */
  record Linked(String type, Direction direction, @Nullable String other) implements Condition {
    public Linked {
      Limits.checkType(type);
      if (other != null) {
        Limits.checkId("has", other);
      }
    }
  }

  /** The condition is not met. */
  record Not(Condition condition) implements Condition {}

  /** All conditions are met. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }

    /** The attributes have these values. */
    public static All of(Map<String, ?> attributes) {
      return new All(
          attributes.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(entry -> is(entry.getKey(), entry.getValue()))
              .toList());
    }
  }

  /** At least one condition is met. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }
  }
}
