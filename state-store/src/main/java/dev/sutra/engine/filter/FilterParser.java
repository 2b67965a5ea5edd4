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
import dev.sutra.engine.filter.Condition.Values;
import dev.sutra.engine.filter.FilterTokens.Kind;
import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the text of a filter by recursive descent; the package page gives the grammar. */
public final class FilterParser {
  private static final String ID = "id";

  // A range with two bounds is written as two conditions.
  private static final int CONDITIONS_MAX = 2 * FilterLimits.CONDITIONS_MAX;

  private final FilterTokens tokens;
  private int nesting;
  private int conditions;

  private FilterParser(String text) {
    this.tokens = new FilterTokens(text);
  }

  /**
   * Reads a condition; that of a blank text is met by every concept.
   *
   * @throws IllegalArgumentException if the text does not follow the grammar; the message tells the
   *     place
   */
  public static Condition parse(String text) {
    if (text.length() > FilterLimits.TEXT_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "a filter is longer than " + FilterLimits.TEXT_CHARACTERS_MAX + " characters");
    }
    if (text.isBlank()) {
      return Condition.EVERYTHING;
    }
    FilterParser parser = new FilterParser(text);
    Condition condition = parser.or();
    if (parser.tokens.kind() != Kind.END) {
      throw parser.tokens.expected("and, or, or the end");
    }
    return condition;
  }

  private Condition or() {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(and());
    } while (tokens.take(Kind.KEYWORD, "or"));
    return parts.size() == 1 ? parts.getFirst() : new Any(parts);
  }

  private Condition and() {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(unary());
    } while (tokens.take(Kind.KEYWORD, "and"));
    return parts.size() == 1 ? parts.getFirst() : new All(parts);
  }

  private Condition unary() {
    int place = tokens.place();
    if (++nesting > FilterLimits.NESTING_MAX) {
      throw tokens.error(
          place, "parentheses and not are nested more than " + FilterLimits.NESTING_MAX + " deep");
    }
    Condition condition;
    if (tokens.take(Kind.KEYWORD, "not")) {
      condition = new Not(unary());
    } else if (tokens.take(Kind.SIGN, "(")) {
      condition = or();
      close();
    } else {
      condition = condition(place);
    }
    nesting--;
    return condition;
  }

  private Condition condition(int place) {
    if (++conditions > CONDITIONS_MAX) {
      throw tokens.error(place, "the filter has more than " + CONDITIONS_MAX + " conditions");
    }
    if (tokens.take(Kind.KEYWORD, "exists")) {
      open();
      String name = string("the name of an attribute");
      close();
      return placed(place, () -> new Exists(name));
    }
    if (tokens.take(Kind.KEYWORD, "has")) {
      return association(place);
    }
    boolean quoted = tokens.kind() == Kind.QUOTED;
    String name = string("a condition");
    if (!quoted) {
      switch (name) {
        case ID -> {
          return id();
        }
        case "updated_at" -> {
          return FilterTimes.read(tokens, TimeField.UPDATED);
        }
        case "created_at" -> {
          return FilterTimes.read(tokens, TimeField.CREATED);
        }
        default -> {}
      }
    }
    return attribute(name, place);
  }

  private Condition attribute(String name, int place) {
    boolean negated = tokens.take(Kind.KEYWORD, "not");
    if (negated || tokens.is(Kind.KEYWORD, "in")) {
      List<Object> values = list(name, this::value);
      return negatedIf(negated, placed(place, () -> new Values(name, values)));
    }
    String sign = comparison("=, !=, <, <=, >, >=, in or not in");
    int valuePlace = tokens.place();
    Object value = value();
    return placed(
        valuePlace,
        () ->
            switch (sign) {
              case "=" -> Condition.is(name, value);
              case "!=" -> new Not(Condition.is(name, value));
              case ">" -> new Range(name, value, false, null, false);
              case ">=" -> new Range(name, value, true, null, false);
              case "<" -> new Range(name, null, false, value, false);
              default -> new Range(name, null, false, value, true);
            });
  }

  private Condition id() {
    int place = tokens.place();
    if (tokens.take(Kind.SIGN, "^")) {
      String prefix = string("the beginning of an id");
      return placed(place, () -> new IdPrefix(prefix));
    }
    boolean negated = tokens.take(Kind.KEYWORD, "not");
    if (negated || tokens.is(Kind.KEYWORD, "in")) {
      Set<String> ids = new LinkedHashSet<>(list(ID, () -> string("an id")));
      return negatedIf(negated, placed(place, () -> new Ids(ids)));
    }
    negated = tokens.is(Kind.SIGN, "!=");
    if (!negated && !tokens.is(Kind.SIGN, "=")) {
      throw tokens.expected("^, =, !=, in or not in after id (an attribute is \"id\", in quotes)");
    }
    tokens.advance();
    String id = string("an id");
    return negatedIf(negated, placed(place, () -> new Ids(Set.of(id))));
  }

  private Condition association(int place) {
    open();
    String type = string("the type of an association");
    Direction direction = Direction.BOTH;
    String other = null;
    if (tokens.kind() == Kind.SIGN && !tokens.is(Kind.SIGN, ")")) {
      direction =
          switch (tokens.value()) {
            case "->" -> Direction.OUT;
            case "<-" -> Direction.IN;
            case "<->" -> Direction.BOTH;
            default -> throw tokens.expected("->, <-, <-> or )");
          };
      tokens.advance();
      other = tokens.is(Kind.SIGN, ")") ? null : string("an id or )");
    }
    close();
    return linked(place, type, direction, other);
  }

  private Linked linked(int place, String type, Direction direction, @Nullable String other) {
    return placed(place, () -> new Linked(type, direction, other));
  }

  private interface Reader<T> {
    T read();
  }

  private <T> List<T> list(String name, Reader<T> reader) {
    if (!tokens.take(Kind.KEYWORD, "in")) {
      throw tokens.expected("in");
    }
    open();
    List<T> values = new ArrayList<>();
    do {
      if (values.size() == FilterLimits.VALUES_MAX) {
        throw tokens.error(
            tokens.place(),
            "the list of " + name + " has more than " + FilterLimits.VALUES_MAX + " values");
      }
      values.add(reader.read());
    } while (tokens.take(Kind.SIGN, ","));
    close();
    return values;
  }

  private Object value() {
    Object value =
        switch (tokens.kind()) {
          case WORD, QUOTED -> tokens.value();
          case NUMBER -> FilterNumbers.read(tokens);
          case KEYWORD ->
              switch (tokens.value()) {
                case "true" -> true;
                case "false" -> false;
                default ->
                    throw tokens.expected("a value (a string of this form is put in quotes)");
              };
          default -> throw tokens.expected("a value");
        };
    tokens.advance();
    return value;
  }

  private String string(String what) {
    if (tokens.kind() != Kind.WORD && tokens.kind() != Kind.QUOTED) {
      throw tokens.expected(what);
    }
    String value = tokens.value();
    tokens.advance();
    return value;
  }

  private String comparison(String expected) {
    String sign = tokens.value();
    boolean compares =
        switch (sign) {
          case "=", "!=", "<", "<=", ">", ">=" -> true;
          default -> false;
        };
    if (tokens.kind() != Kind.SIGN || !compares) {
      throw tokens.expected(expected);
    }
    tokens.advance();
    return sign;
  }

  private void open() {
    if (!tokens.take(Kind.SIGN, "(")) {
      throw tokens.expected("(");
    }
  }

  private void close() {
    if (!tokens.take(Kind.SIGN, ")")) {
      throw tokens.expected(")");
    }
  }

  private static Condition negatedIf(boolean negated, Condition condition) {
    return negated ? new Not(condition) : condition;
  }

  /** Makes a condition whose parts may be invalid. */
  private <T extends Condition> T placed(int place, Reader<T> maker) {
    try {
      return maker.read();
    } catch (IllegalArgumentException e) {
      throw tokens.error(place, String.valueOf(e.getMessage()));
    }
  }
}
