package dev.sutra.app.rest.http;

import dev.sutra.app.message.PlainText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request. Unknown or repeated parameters, and values of another type or out of
 * range, are bad requests.
 */
public final class QueryParameters {
  private static final int VALUE_CHARS_MAX = 8 * 1024;

  /** Parameters that may be given several times: any character may be in their values. */
  private static final Set<String> LISTS = Set.of("type", "facet");

  private final Map<String, List<String>> values;

  private QueryParameters(Map<String, List<String>> values) {
    this.values = values;
  }

  static QueryParameters parse(@Nullable String raw, Set<String> known) {
    Map<String, List<String>> values = new HashMap<>();
    if (raw != null && !raw.isEmpty()) {
      for (String pair : raw.split("&", -1)) {
        if (!pair.isEmpty()) {
          add(values, pair, known);
        }
      }
    }
    return new QueryParameters(values);
  }

  private static void add(Map<String, List<String>> values, String pair, Set<String> known) {
    int equals = pair.indexOf('=');
    String name =
        PercentCoding.decode(
            "a parameter's name", equals < 0 ? pair : pair.substring(0, equals), true);
    if (!known.contains(name)) {
      throw HttpProblem.badRequest(
          "unknown parameter "
              + PlainText.quoted(name)
              + (known.isEmpty()
                  ? "; this path takes none"
                  : "; known are " + String.join(", ", new TreeSet<>(known))));
    }
    String value =
        equals < 0
            ? ""
            : PercentCoding.decode("parameter " + name, pair.substring(equals + 1), true);
    if (value.length() > VALUE_CHARS_MAX) {
      throw HttpProblem.badRequest(
          "parameter " + name + " is longer than " + VALUE_CHARS_MAX + " characters");
    }
    List<String> given = values.computeIfAbsent(name, each -> new ArrayList<>());
    given.add(value);
    if (given.size() > 1 && !LISTS.contains(name)) {
      throw HttpProblem.badRequest("parameter " + name + " is given more than once");
    }
  }

  /** The value, or null if it is not given or empty. */
  public @Nullable String text(String name) {
    List<String> given = values(name);
    return given.isEmpty() ? null : given.getFirst();
  }

  /** The values of a parameter that may be given several times, without empty ones. */
  public List<String> values(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(each -> !each.isEmpty()).toList();
  }

  public String required(String name) {
    String value = text(name);
    if (value == null) {
      throw HttpProblem.badRequest("parameter " + name + " is missing");
    }
    return value;
  }

  public int integer(String name, int fallback, int min, int max) {
    String value = text(name);
    if (value == null) {
      return fallback;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      throw HttpProblem.badRequest(
          name + " is " + PlainText.quoted(value) + ", not a whole number");
    }
    throw HttpProblem.badRequest(
        name + " is " + PlainText.shortened(value, 20) + "; " + min + " to " + max + " is allowed");
  }

  /** A number from 0 to 1. */
  public float fraction(String name, float fallback) {
    String value = text(name);
    if (value == null) {
      return fallback;
    }
    try {
      float number = Float.parseFloat(value);
      if (isDecimal(value) && number >= 0 && number <= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw HttpProblem.badRequest(name + " is " + PlainText.quoted(value) + ", not a number");
    }
    throw HttpProblem.badRequest(
        name + " is " + PlainText.quoted(value) + "; a number from 0 to 1 is allowed");
  }

  /** Java also reads suffixes, hexadecimal digits and names of numbers. */
  private static boolean isDecimal(String value) {
    return value.chars().allMatch(c -> "0123456789.-+eE".indexOf(c) >= 0);
  }

  /** True or false; false if it is not given. */
  public boolean flag(String name) {
    return "true".equals(choice(name, "false", "true", "false"));
  }

  public String choice(String name, String fallback, String... allowed) {
    String value = text(name);
    if (value == null) {
      return fallback;
    }
    for (String candidate : allowed) {
      if (candidate.equals(value)) {
        return value;
      }
    }
    throw HttpProblem.badRequest(
        name + " is " + PlainText.quoted(value) + "; one of " + String.join(", ", allowed));
  }

  /** A time in ms since the epoch, given as such or as ISO-8601 with a zone. */
  public long time(String name, long fallback) {
    String value = text(name);
    if (value == null) {
      return fallback;
    }
    try {
      return looksNumeric(value) ? Long.parseLong(value) : Instant.parse(value).toEpochMilli();
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw HttpProblem.badRequest(
          name
              + " is "
              + PlainText.quoted(value)
              + "; a time is milliseconds since 1970, or like 2026-01-31T12:00:00Z"
              + " (a plus sign is written %2B)");
    }
  }

  private static boolean looksNumeric(String value) {
    return value.chars().skip(value.startsWith("-") ? 1 : 0).allMatch(c -> c >= '0' && c <= '9');
  }
}
