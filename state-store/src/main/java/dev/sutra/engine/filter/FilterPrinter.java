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
import java.util.Collection;
import java.util.List;

/** Writes conditions in normal form as text, which {@link FilterParser} reads. */
public final class FilterPrinter {
  private final StringBuilder out = new StringBuilder();

  private FilterPrinter() {}

  /** Returns the text of a condition in {@link Normal} form. */
  public static String print(Condition condition) {
    FilterPrinter printer = new FilterPrinter();
    printer.write(condition);
    return printer.out.toString();
  }

  private void write(Condition condition) {
    switch (condition) {
      case Values values when values.values().size() == 1 -> {
        writeName(values.name());
        out.append(" = ");
        writeValue(values.values().iterator().next());
      }
      case Values values -> {
        writeName(values.name());
        writeList(values.values());
      }
      case Range range -> write(range);
      case Exists exists -> {
        out.append("exists(");
        writeString(exists.name());
        out.append(')');
      }
      case Times times -> write(times);
      case IdPrefix prefix -> {
        out.append("id ^ ");
        writeString(prefix.prefix());
      }
      case Ids ids -> {
        out.append("id");
        writeList(ids.ids());
      }
      case Linked linked -> write(linked);
      case Not not -> {
        out.append("not ");
        writePart(not.condition(), false);
      }
      case All all -> writeParts(all.conditions(), " and ", true);
      case Any any -> writeParts(any.conditions(), " or ", false);
    }
  }

  private void writeParts(List<Condition> parts, String between, boolean and) {
    for (int i = 0; i < parts.size(); i++) {
      out.append(i == 0 ? "" : between);
      writePart(parts.get(i), and);
    }
  }

  /** Writes a part of a condition, in parentheses if its own parts would be taken for others. */
  private void writePart(Condition part, boolean inAnd) {
    boolean compound =
        part instanceof All
            || part instanceof Any
            || (!inAnd && (part instanceof Times || isTwice(part)));
    out.append(compound ? "(" : "");
    write(part);
    out.append(compound ? ")" : "");
  }

  private static boolean isTwice(Condition part) {
    return part instanceof Range range && range.from() != null && range.to() != null;
  }

  private void write(Range range) {
    if (range.from() != null) {
      writeName(range.name());
      out.append(range.fromInclusive() ? " >= " : " > ").append(range.from());
    }
    if (range.to() != null) {
      out.append(range.from() != null ? " and " : "");
      writeName(range.name());
      out.append(range.toInclusive() ? " <= " : " < ").append(range.to());
    }
  }

  private void write(Times times) {
    String name = times.field() == TimeField.UPDATED ? "updated_at" : "created_at";
    out.append(name).append(" >= ").append(times.from());
    out.append(" and ").append(name).append(" <= ").append(times.to());
  }

  private void write(Linked linked) {
    out.append("has(");
    writeString(linked.type());
    out.append(
        switch (linked.direction()) {
          case OUT -> " ->";
          case IN -> " <-";
          case BOTH -> linked.other() == null ? "" : " <->";
        });
    if (linked.other() != null) {
      out.append(' ');
      writeString(linked.other());
    }
    out.append(')');
  }

  private void writeList(Collection<?> values) {
    String between = " in (";
    for (Object value : values) {
      out.append(between);
      writeValue(value);
      between = ", ";
    }
    out.append(')');
  }

  private void writeValue(Object value) {
    if (value instanceof String text) {
      writeString(text);
    } else {
      out.append(value);
    }
  }

  private void writeName(String name) {
    boolean taken =
        switch (name) {
          case "id", "updated_at", "created_at" -> true;
          default -> false;
        };
    write(name, !taken && FilterTokens.isWord(name));
  }

  private void writeString(String text) {
    write(text, FilterTokens.isWord(text));
  }

  private void write(String text, boolean plain) {
    if (plain) {
      out.append(text);
      return;
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }
}
