package dev.sutra.engine.filter;

import dev.sutra.engine.filter.Condition.All;
import dev.sutra.engine.filter.Condition.Any;
import dev.sutra.engine.filter.Condition.Exists;
import dev.sutra.engine.filter.Condition.IdPrefix;
import dev.sutra.engine.filter.Condition.Ids;
import dev.sutra.engine.filter.Condition.Linked;
import dev.sutra.engine.filter.Condition.Not;
import dev.sutra.engine.filter.Condition.Range;
import dev.sutra.engine.filter.Condition.TimeField;
import dev.sutra.engine.filter.Condition.Times;
import dev.sutra.engine.filter.Condition.Values;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Random filters over few names and values, and what they mean, without code of the engine. */
public final class RandomFilters {
  private static final String[] NAMES = {"color", "legs", "mixed", "größe", "in", "id", "no such"};
  private static final Object[] VALUES = {
    "dog",
    "cat",
    "",
    "1",
    "true",
    "a \"b\" \\",
    "größer",
    true,
    false,
    0,
    1,
    1.0,
    2,
    3L,
    -1,
    1.5,
    -0.0,
    0x1p62,
    1L << 62,
    (1L << 62) + 1,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    0x1p63,
    1e300,
    -1e300,
    Double.MIN_VALUE
  };
  private static final Number[] NUMBERS = {
    0,
    1,
    1.0,
    2,
    3L,
    -1,
    1.5,
    2.5,
    0x1p62,
    (1L << 62) + 1,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    0x1p63,
    -0x1p63,
    1e300,
    -1e300,
    Double.MIN_VALUE
  };
  private static final String[] TYPES = {"IS", "PART", "CAUSAL", "no such type"};

  private RandomFilters() {}

  public static ConceptFilter filter(Random random) {
    return new ConceptFilter(condition(random, 3, true));
  }

  /** A condition nested at most so deep. */
  public static Condition condition(Random random, int depth, boolean associations) {
    int dice = random.nextInt(depth == 0 ? 10 : 16);
    return switch (dice) {
      case 0, 1 -> Condition.is(name(random), oneOf(random, VALUES));
      case 2 -> {
        Set<Object> values = new LinkedHashSet<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
          values.add(oneOf(random, VALUES));
        }
        yield Condition.in(name(random), values);
      }
      case 3, 4 -> {
        int bounds = 1 + random.nextInt(3);
        yield new Range(
            name(random),
            (bounds & 1) == 0 ? null : oneOf(random, NUMBERS),
            random.nextBoolean(),
            (bounds & 2) == 0 ? null : oneOf(random, NUMBERS),
            random.nextBoolean());
      }
      case 5 -> new Exists(name(random));
      case 6, 7 -> {
        long from = random.nextInt(99);
        TimeField field = random.nextBoolean() ? TimeField.UPDATED : TimeField.CREATED;
        yield switch (random.nextInt(4)) {
          case 0 -> new Times(field, from, Long.MAX_VALUE);
          case 1 -> new Times(field, Long.MIN_VALUE, from / 9);
          default -> new Times(field, from / 9, from / 9 + random.nextInt(60));
        };
      }
      case 8 ->
          random.nextBoolean()
              ? new IdPrefix(oneOf(random, new String[] {"c", "größer/", "c1", "größer/2", "x"}))
              : new Ids(Set.of(id(random), id(random) + "x"));
      case 9 ->
          associations
              ? new Linked(
                  oneOf(random, TYPES),
                  oneOf(random, Direction.values()),
                  random.nextBoolean() ? null : id(random))
              : new Exists(name(random));
      case 10, 11 -> Condition.not(condition(random, depth - 1, associations));
      case 12, 13 -> new All(several(random, depth - 1, associations));
      default -> new Any(several(random, depth - 1, associations));
    };
  }

  private static List<Condition> several(Random random, int depth, boolean associations) {
    List<Condition> several = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      several.add(condition(random, depth, associations));
    }
    return several;
  }

  /** An id of {@code RandomConcepts}. */
  private static String id(Random random) {
    int number = random.nextInt(40);
    return number % 3 == 0 ? "c" + number : "größer/" + number;
  }

  private static String name(Random random) {
    return oneOf(random, NAMES);
  }

  /** A concept with attributes of those names and values. */
  public static Concept concept(Random random, String id) {
    Concept.Builder concept =
        Concept.builder(id).createdAt(random.nextInt(9)).updatedAt(random.nextInt(99));
    attributes(random, concept);
    return concept.build();
  }

  /** Adds attributes of those names and values. */
  public static void attributes(Random random, Concept.Builder concept) {
    for (String name : NAMES) {
      if (!name.equals("no such") && random.nextInt(3) == 0) {
        concept.attribute(name, oneOf(random, VALUES));
      }
    }
  }

  /** Whether a concept without associations meets a condition. */
  public static boolean meets(Condition condition, Concept concept) {
    return meets(condition, concept, (linked, id) -> false);
  }

  /**
   * Whether a concept meets a condition.
   *
   * @param links whether a concept has an association
   */
  public static boolean meets(
      Condition condition, Concept concept, BiPredicate<Linked, String> links) {
    return switch (condition) {
      case Values values -> {
        Object value = concept.attributes().get(values.name());
        yield value != null && values.values().stream().anyMatch(each -> isEqual(each, value));
      }
      case Range range -> {
        BigDecimal number = number(concept.attributes().get(range.name()));
        yield number != null
            && isOnSide(number, range.from(), range.fromInclusive(), 1)
            && isOnSide(number, range.to(), range.toInclusive(), -1);
      }
      case Exists exists -> concept.attributes().containsKey(exists.name());
      case Times times -> {
        long time = times.field() == TimeField.UPDATED ? concept.updatedAt() : concept.createdAt();
        yield time >= times.from() && time <= times.to();
      }
      case IdPrefix prefix -> concept.id().startsWith(prefix.prefix());
      case Ids ids -> ids.ids().contains(concept.id());
      case Linked linked -> links.test(linked, concept.id());
      case Not not -> !meets(not.condition(), concept, links);
      case All all -> all.conditions().stream().allMatch(each -> meets(each, concept, links));
      case Any any -> any.conditions().stream().anyMatch(each -> meets(each, concept, links));
    };
  }

  private static boolean isEqual(Object a, Object b) {
    BigDecimal x = number(a);
    BigDecimal y = number(b);
    if (x == null || y == null) {
      return x == null && y == null && a.equals(b);
    }
    return x.compareTo(y) == 0;
  }

  private static boolean isOnSide(
      BigDecimal number, @Nullable Object bound, boolean inclusive, int side) {
    BigDecimal at = number(bound);
    int order = at == null ? 1 : side * number.compareTo(at);
    return order > 0 || (order == 0 && inclusive);
  }

  private static @Nullable BigDecimal number(@Nullable Object value) {
    return switch (value) {
      case Double number -> new BigDecimal(number);
      case Number number -> BigDecimal.valueOf(number.longValue());
      case null, default -> null;
    };
  }

  private static <T> T oneOf(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
