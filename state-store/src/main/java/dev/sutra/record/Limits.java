package dev.sutra.record;

import org.jspecify.annotations.Nullable;

/** The size limits of the data model, and checks whose messages name the invalid part. */
public final class Limits {
  public static final int ID_BYTES_MAX = 256;
  public static final int TYPE_BYTES_MAX = 256;
  public static final int TEXT_BYTES_MAX = 64 * 1024;
  public static final int DIMENSION_MAX = 4096;
  public static final int ATTRIBUTES_MAX = 64;
  public static final int ATTRIBUTE_NAME_BYTES_MAX = 256;
  public static final int ATTRIBUTE_VALUE_BYTES_MAX = 4096;

  /** What the parts of a concept can take together, about 360 KiB. */
  public static final int CONCEPT_BYTES_MAX =
      ID_BYTES_MAX
          + TEXT_BYTES_MAX
          + Float.BYTES * DIMENSION_MAX
          + ATTRIBUTES_MAX * (ATTRIBUTE_NAME_BYTES_MAX + ATTRIBUTE_VALUE_BYTES_MAX);

  private Limits() {}

  /**
   * Checks an id that is queried, removed or read from a row: 1 to {@link #ID_BYTES_MAX} bytes of
   * UTF-8, no unpaired surrogate.
   *
   * @throws IllegalArgumentException if it breaks the rule
   */
  public static void checkId(String name, @Nullable String id) {
    checkLength(name, id, 1, ID_BYTES_MAX);
  }

  /**
   * Checks an association's type like an id.
   *
   * @throws IllegalArgumentException if it breaks the rule
   */
  public static void checkType(@Nullable String type) {
    checkLength("type", type, 1, TYPE_BYTES_MAX);
  }

  /**
   * Checks an id or a type that is to be written. Beyond what {@link #checkId} requires, it has no
   * control characters (U+0000 to U+001F, U+007F to U+009F): a URI cannot carry all of them. Rows
   * written before this rule may have them; they can still be read, restored and deleted.
   *
   * @throws IllegalArgumentException if it breaks the rule
   */
  static void checkNoControls(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new IllegalArgumentException(
            String.format(
                "%s holds the control character U+%04X; ids and types may not hold any",
                name, (int) value.charAt(i)));
      }
    }
  }

  static void checkText(String text) {
    checkLength("text", text, 0, TEXT_BYTES_MAX);
  }

  /**
   * Checks a vector's length and components, not its length against a store's dimension.
   *
   * @throws IllegalArgumentException if it is empty, too long, or holds NaN or an infinity
   */
  public static void checkVector(float[] vector) {
    if (vector.length == 0 || vector.length > DIMENSION_MAX) {
      throw new IllegalArgumentException(
          "vector has " + vector.length + " components; 1 to " + DIMENSION_MAX + " are allowed");
    }
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException("vector[" + i + "] is " + vector[i] + "; not finite");
      }
    }
  }

  static void checkFraction(String name, float value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + "; 0 to 1 is allowed");
    }
  }

  static void checkLength(String name, @Nullable String value, int bytesMin, int bytesMax) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    // A char takes at least one byte: a string of too many chars need not be counted.
    int bytes = value.length() > bytesMax ? value.length() : utf8Length(value);
    if (bytes < 0) {
      throw notWellFormed(name);
    }
    if (bytes < bytesMin) {
      throw new IllegalArgumentException(name + " is empty");
    }
    if (bytes > bytesMax) {
      throw new IllegalArgumentException(
          name + " is longer than " + bytesMax + " bytes of UTF-8 (" + bytes + " or more)");
    }
  }

  /**
   * Throws {@link IllegalArgumentException} if a text has an unpaired surrogate: it cannot be
   * encoded in UTF-8, and Java would write a question mark instead.
   */
  public static void checkWellFormed(String name, String text) {
    if (utf8Length(text) < 0) {
      throw notWellFormed(name);
    }
  }

  /** Bytes of a string in UTF-8, counted without encoding it; -1 if it is not well-formed. */
  private static int utf8Length(String value) {
    int bytes = value.length();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (Character.isSurrogate(c)) {
        // Four bytes for two chars.
        i++;
        if (!Character.isHighSurrogate(c)
            || i == value.length()
            || !Character.isLowSurrogate(value.charAt(i))) {
          return -1;
        }
        bytes += 2;
      } else {
        bytes += c < 0x800 ? 1 : 2;
      }
    }
    return bytes;
  }

  private static IllegalArgumentException notWellFormed(String name) {
    return new IllegalArgumentException(name + " is not well-formed Unicode");
  }
}
