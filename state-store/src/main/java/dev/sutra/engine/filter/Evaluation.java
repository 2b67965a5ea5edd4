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
import java.util.List;
import java.util.Set;

/** Tests conditions on one concept. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * Whether a concept meets a condition. In a {@link Normal} one, associations are asked for last.
   */
  public static Truth test(Condition condition, Facts facts) {
    return switch (condition) {
      case Values values -> {
        Object value = facts.attribute(values.name());
        yield Truth.of(value != null && values.values().contains(value));
      }
      case Range range -> {
        Object value = facts.attribute(range.name());
        yield Truth.of(value != null && range.contains(value));
      }
      case Exists exists -> Truth.of(facts.attribute(exists.name()) != null);
      case Times times ->
          Truth.of(
              times.contains(
                  times.field() == TimeField.UPDATED ? facts.updatedAt() : facts.createdAt()));
      case IdPrefix prefix -> Truth.of(facts.id().startsWith(prefix.prefix()));
      case Ids ids -> Truth.of(ids.ids().contains(facts.id()));
      case Linked linked -> facts.linked(linked.type(), linked.direction(), linked.other());
      case Not not -> test(not.condition(), facts).negated();
      case All all -> combined(all.conditions(), facts, Truth.NO);
      case Any any -> combined(any.conditions(), facts, Truth.YES);
    };
  }

  /** The result of parts, of which one that equals {@code deciding} decides. */
  private static Truth combined(List<Condition> parts, Facts facts, Truth deciding) {
    Truth result = deciding.negated();
    for (Condition part : parts) {
      Truth truth = test(part, facts);
      if (truth == deciding) {
        return truth;
      }
      result = truth == Truth.OPEN ? truth : result;
    }
    return result;
  }

  /** Whether a condition depends on associations. */
  public static boolean asksForAssociations(Condition condition) {
    return switch (condition) {
      case Linked linked -> true;
      case Not not -> asksForAssociations(not.condition());
      case All all -> all.conditions().stream().anyMatch(Evaluation::asksForAssociations);
      case Any any -> any.conditions().stream().anyMatch(Evaluation::asksForAssociations);
      default -> false;
    };
  }

  /** Adds the names of the attributes that a condition depends on. */
  public static void addNames(Condition condition, Set<String> names) {
    switch (condition) {
      case Values values -> names.add(values.name());
      case Range range -> names.add(range.name());
      case Exists exists -> names.add(exists.name());
      case Not not -> addNames(not.condition(), names);
      case All all -> all.conditions().forEach(part -> addNames(part, names));
      case Any any -> any.conditions().forEach(part -> addNames(part, names));
      default -> {}
    }
  }
}
