package dev.sutra.engine.filter;

import dev.sutra.engine.filter.Condition.All;
import dev.sutra.engine.filter.Condition.IdPrefix;
import dev.sutra.engine.filter.Condition.TimeField;
import dev.sutra.engine.filter.Condition.Times;
import dev.sutra.engine.filter.Condition.Values;
import dev.sutra.record.Limits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A condition of the only form that older versions know: equal attributes, a range of the time of
 * the last write, and a prefix of the id, all of which must match.
 *
 * @param attributes names and values
 * @param updatedFrom {@link Long#MIN_VALUE}: no bound
 * @param updatedTo {@link Long#MAX_VALUE}: no bound; inclusive
 * @param idPrefix null: any id
 */
public record PlainFilter(
    Map<String, Object> attributes, long updatedFrom, long updatedTo, @Nullable String idPrefix) {
  /** Returns a condition in {@link Normal} form in this form; null if it has another one. */
  public static @Nullable PlainFilter of(Condition condition) {
    Map<String, Object> attributes = new TreeMap<>();
    long from = Long.MIN_VALUE;
    long to = Long.MAX_VALUE;
    String idPrefix = null;
    List<Condition> parts = condition instanceof All all ? all.conditions() : List.of(condition);
    for (Condition part : parts) {
      switch (part) {
        case Values values
            when values.values().size() == 1 && !attributes.containsKey(values.name()) ->
            attributes.put(values.name(), values.values().iterator().next());
        case Times times when times.field() == TimeField.UPDATED && times.from() <= times.to() -> {
          from = times.from();
          to = times.to();
        }
        case IdPrefix prefix -> {
          if (idPrefix != null) {
            return null;
          }
          idPrefix = prefix.prefix();
        }
        default -> {
          return null;
        }
      }
    }
    return attributes.size() > Limits.ATTRIBUTES_MAX
        ? null
        : new PlainFilter(attributes, from, to, idPrefix);
  }
}
