package dev.sutra.engine.filter;

/** Reads the numbers of a filter's text. */
final class FilterNumbers {
  private FilterNumbers() {}

  /** The number at which the tokens stand: a {@link Long} if it is written as a whole one. */
  static Object read(FilterTokens tokens) {
    String text = tokens.value();
    int digits = digitsEnd(text, isSign(text, 0) ? 1 : 0);
    if (digits == text.length()) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw tokens.error(
            tokens.place(), text + " is not a whole number of 64 bits; write it as 1e20 or 1.0");
      }
    }
    if (!isDecimal(text, digits)) {
      throw tokens.expected("a number (a string or date is put in quotes)");
    }
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw tokens.error(tokens.place(), text + " is not a finite number of 64 bits");
    }
    return value;
  }

  /** Whether a fraction, an exponent or both follow the digits and end the text. */
  private static boolean isDecimal(String text, int digits) {
    int at = digits;
    if (at < text.length() && text.charAt(at) == '.') {
      int end = digitsEnd(text, at + 1);
      if (end == at + 1) {
        return false;
      }
      at = end;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int from = isSign(text, at + 1) ? at + 2 : at + 1;
      int end = digitsEnd(text, from);
      if (end == from) {
        return false;
      }
      at = end;
    }
    return at == text.length();
  }

  private static boolean isSign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
  }

  private static int digitsEnd(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
