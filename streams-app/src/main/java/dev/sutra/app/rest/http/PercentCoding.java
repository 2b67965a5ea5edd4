package dev.sutra.app.rest.http;

import dev.sutra.app.json.Utf8;
import java.io.ByteArrayOutputStream;

/**
 * Decodes %XX strictly: anything but two hexadecimal digits and UTF-8 is a bad request. Jetty's
 * {@code UrlEncoded} and {@code URIUtil} put replacement characters in place of some of it.
 */
final class PercentCoding {
  private PercentCoding() {}

  /**
   * Decodes a part of a URI.
   *
   * @param what names the part in messages
   * @param plusIsSpace whether a plus sign means a space, as in a query
   */
  static String decode(String what, String raw, boolean plusIsSpace) {
    if (raw.indexOf('%') < 0 && isAscii(raw)) {
      return plusIsSpace ? raw.replace('+', ' ') : raw;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(hexPair(what, raw, i + 1));
        i += 2;
      } else if (c == '+' && plusIsSpace) {
        bytes.write(' ');
      } else if (c < 0x80) {
        bytes.write(c);
      } else {
        throw HttpProblem.badRequest(what + " contains a character that must be percent-encoded");
      }
    }
    return Utf8.decode(what, bytes.toByteArray());
  }

  private static int hexPair(String what, String raw, int at) {
    if (at + 2 <= raw.length()) {
      int high = hexDigit(raw.charAt(at));
      int low = hexDigit(raw.charAt(at + 1));
      if (high >= 0 && low >= 0) {
        return high << 4 | low;
      }
    }
    throw HttpProblem.badRequest(what + " contains a percent sign without two hexadecimal digits");
  }

  // Not Character.digit, which also takes the digits of other scripts.
  private static int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' && c < 0x80 ? letter - 'a' + 10 : -1;
  }

  private static boolean isAscii(String raw) {
    return raw.chars().allMatch(c -> c < 0x80);
  }
}
