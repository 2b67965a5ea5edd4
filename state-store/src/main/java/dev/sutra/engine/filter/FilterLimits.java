package dev.sutra.engine.filter;

import java.util.Collection;

/** Limits of a filter. */
public final class FilterLimits {
  /** Most values of one list. */
  public static final int VALUES_MAX = 1000;

  /** Most conditions, each "and", "or" and "not" counted as one. */
  public static final int CONDITIONS_MAX = 128;

  /** How deep "and" and "or" may be nested. */
  public static final int DEPTH_MAX = 4;

  /** How deep parentheses and "not" may be nested before they are simplified. */
  static final int NESTING_MAX = 64;

  /** Most characters of all names and values together; a number counts as 24. */
  public static final int CHARACTERS_MAX = 512 * 1024;

  /** Most characters of a filter's text. */
  public static final int TEXT_CHARACTERS_MAX = 4 * CHARACTERS_MAX;

  private FilterLimits() {}

  static void checkCount(String name, Collection<?> values) {
    if (values.isEmpty() || values.size() > VALUES_MAX) {
      throw new IllegalArgumentException(
          "the list of "
              + name
              + " has "
              + values.size()
              + " values; 1 to "
              + VALUES_MAX
              + " are allowed");
    }
  }
}
