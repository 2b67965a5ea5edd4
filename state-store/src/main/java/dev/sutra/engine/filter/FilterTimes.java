package dev.sutra.engine.filter;

import dev.sutra.engine.filter.Condition.Not;
import dev.sutra.engine.filter.Condition.TimeField;
import dev.sutra.engine.filter.Condition.Times;
import dev.sutra.engine.filter.FilterTokens.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads the conditions on times of a filter's text. */
final class FilterTimes {
  private FilterTimes() {}

  /** The condition whose comparison the tokens stand at. */
  static Condition read(FilterTokens tokens, TimeField field) {
    String sign = tokens.kind() == Kind.SIGN ? tokens.value() : "";
    switch (sign) {
      case "=", "!=", "<", "<=", ">", ">=" -> tokens.advance();
      default ->
          throw tokens.expected(
              "=, !=, <, <=, > or >= after a time (an attribute of this name is put in quotes)");
    }
    long time = time(tokens);
    return switch (sign) {
      case "=" -> new Times(field, time, time);
      case "!=" -> new Not(new Times(field, time, time));
      case ">=" -> new Times(field, time, Long.MAX_VALUE);
      case "<=" -> new Times(field, Long.MIN_VALUE, time);
      // No time is above the largest or below the smallest one.
      case ">" -> time == Long.MAX_VALUE ? none(field) : new Times(field, time + 1, Long.MAX_VALUE);
      default -> time == Long.MIN_VALUE ? none(field) : new Times(field, Long.MIN_VALUE, time - 1);
    };
  }

  private static Times none(TimeField field) {
    return new Times(field, Long.MAX_VALUE, Long.MIN_VALUE);
  }

  private static long time(FilterTokens tokens) {
    String text = tokens.value();
    if (tokens.kind() != Kind.NUMBER && tokens.kind() != Kind.QUOTED) {
      throw expected(tokens);
    }
    Long time = millis(text);
    if (time == null) {
      time = instant(text);
    }
    if (time == null) {
      throw expected(tokens);
    }
    tokens.advance();
    return time;
  }

  private static @Nullable Long millis(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Long instant(String text) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static IllegalArgumentException expected(FilterTokens tokens) {
    return tokens.expected(
        "a time: ms since the epoch, 2026-11-27, or \"2026-11-27T08:00:00Z\" with its offset");
  }
}
