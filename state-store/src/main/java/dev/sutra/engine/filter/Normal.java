package dev.sutra.engine.filter;

import dev.sutra.engine.filter.Condition.All;
import dev.sutra.engine.filter.Condition.Any;
import dev.sutra.engine.filter.Condition.Exists;
import dev.sutra.engine.filter.Condition.IdPrefix;
import dev.sutra.engine.filter.Condition.Ids;
import dev.sutra.engine.filter.Condition.Linked;
import dev.sutra.engine.filter.Condition.Not;
import dev.sutra.engine.filter.Condition.Range;
import dev.sutra.engine.filter.Condition.Times;
import dev.sutra.engine.filter.Condition.Values;
import dev.sutra.record.Attributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings conditions into their normal form: no "and" directly in an "and", no "or" in an "or", no
 * double negation, one range for each name and time in an "and", conditions on associations last.
 * Checks their limits.
 */
public final class Normal {
  private static final int NUMBER_CHARACTERS = 24;

  private int conditions;
  private long characters;

  private Normal() {}

  /**
   * Returns the normal form of a condition, which is met by the same concepts.
   *
   * @throws IllegalArgumentException if it exceeds a limit of {@link FilterLimits}, or a "not" or a
   *     part of an "or" has no condition
   */
  public static Condition form(Condition condition) {
    Condition form = form(condition, 0);
    new Normal().check(form, 0);
    return form;
  }

  private static Condition form(Condition condition, int nesting) {
    if (nesting > FilterLimits.NESTING_MAX) {
      throw new IllegalArgumentException(
          "a filter is nested more than " + FilterLimits.NESTING_MAX + " deep");
    }
    return switch (condition) {
      case Not not -> {
        Condition negated = nonEmpty("not", form(not.condition(), nesting + 1));
        yield negated instanceof Not twice ? twice.condition() : new Not(negated);
      }
      case All all -> all(all.conditions(), nesting);
      case Any any -> any(any.conditions(), nesting);
      default -> condition;
    };
  }

  private static Condition all(List<Condition> conditions, int nesting) {
    List<Condition> parts = new ArrayList<>();
    for (Condition each : conditions) {
      Condition form = form(each, nesting + 1);
      if (form instanceof All inner) {
        inner.conditions().forEach(part -> merge(parts, part));
      } else {
        merge(parts, form);
      }
    }
    return parts.size() == 1 ? parts.getFirst() : new All(associationsLast(parts));
  }

  private static Condition any(List<Condition> conditions, int nesting) {
    List<Condition> parts = new ArrayList<>();
    for (Condition each : conditions) {
      Condition form = nonEmpty("a part of or", form(each, nesting + 1));
      if (form instanceof Any inner) {
        parts.addAll(inner.conditions());
      } else {
        parts.add(form);
      }
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("or has no conditions");
    }
    return parts.size() == 1 ? parts.getFirst() : new Any(associationsLast(parts));
  }

  /** A test of associations takes a read; the other parts often make it unnecessary. */
  private static List<Condition> associationsLast(List<Condition> parts) {
    return parts.stream().sorted(Comparator.comparing(Evaluation::asksForAssociations)).toList();
  }

  private static Condition nonEmpty(String what, Condition condition) {
    if (condition.equals(Condition.EVERYTHING)) {
      throw new IllegalArgumentException(what + " has no condition");
    }
    return condition;
  }

  private static void merge(List<Condition> parts, Condition next) {
    for (int i = 0; i < parts.size(); i++) {
      Condition part = parts.get(i);
      if (part instanceof Times a && next instanceof Times b && a.field() == b.field()) {
        parts.set(i, new Times(a.field(), Math.max(a.from(), b.from()), Math.min(a.to(), b.to())));
        return;
      }
      if (part instanceof Range a && next instanceof Range b && a.name().equals(b.name())) {
        parts.set(i, intersection(a, b));
        return;
      }
    }
    parts.add(next);
  }

  private static Range intersection(Range a, Range b) {
    boolean fromA = isTighter(a.from(), a.fromInclusive(), b.from(), b.fromInclusive(), 1);
    boolean toA = isTighter(a.to(), a.toInclusive(), b.to(), b.toInclusive(), -1);
    return new Range(
        a.name(),
        fromA ? a.from() : b.from(),
        fromA ? a.fromInclusive() : b.fromInclusive(),
        toA ? a.to() : b.to(),
        toA ? a.toInclusive() : b.toInclusive());
  }

  /**
   * Whether the first bound excludes what the second one does; {@code sign} is 1 for lower ones.
   */
  private static boolean isTighter(
      @Nullable Object a, boolean inclusiveA, @Nullable Object b, boolean inclusiveB, int sign) {
    if (a == null || b == null) {
      return b == null;
    }
    int order = sign * Attributes.compareNumbers(a, b);
    return order > 0 || (order == 0 && (!inclusiveA || inclusiveB));
  }

  private void check(Condition condition, int depth) {
    if (++conditions > FilterLimits.CONDITIONS_MAX) {
      throw new IllegalArgumentException(
          "a filter has more than " + FilterLimits.CONDITIONS_MAX + " conditions");
    }
    switch (condition) {
      case All all -> checkParts(all.conditions(), depth);
      case Any any -> checkParts(any.conditions(), depth);
      case Not not -> check(not.condition(), depth);
      case Values values -> count(values.name(), values.values());
      case Ids ids -> count("", ids.ids());
      case Range range -> count(range.name(), List.of());
      case Exists exists -> count(exists.name(), List.of());
      case IdPrefix prefix -> count(prefix.prefix(), List.of());
      case Linked linked -> count(linked.type(), List.of());
      case Times times -> count("", List.of());
    }
    if (characters > FilterLimits.CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "the names and values of a filter have more than "
              + FilterLimits.CHARACTERS_MAX
              + " characters together");
    }
  }

  private void checkParts(List<Condition> parts, int depth) {
    if (depth == FilterLimits.DEPTH_MAX) {
      throw new IllegalArgumentException(
          "and and or are nested more than " + FilterLimits.DEPTH_MAX + " deep");
    }
    parts.forEach(part -> check(part, depth + 1));
  }

  private void count(String name, Collection<?> values) {
    characters += name.length();
    for (Object value : values) {
      characters += value instanceof String text ? text.length() : NUMBER_CHARACTERS;
    }
  }
}
