package dev.sutra.app.rest.guard;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host with or without a port, as in {@code Host}. Equal hosts are equal strings: in lower case,
 * without a dot at the end, addresses of IPv6 in brackets and in one form.
 *
 * @param host name or address
 * @param port {@link #NO_PORT}: not given
 */
public record Authority(String host, int port) {
  static final int NO_PORT = -1;

  private static final int HOST_CHARS_MAX = 253;
  private static final int PORT_MAX = 65_535;

  /** Reads {@code host}, {@code host:port} or {@code [address]:port}; null if it is none. */
  public static @Nullable Authority parse(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
    if (end < 0) {
      end = text.length();
    }
    String host = host(text.substring(0, end));
    String rest = text.substring(end);
    if (host == null || (!rest.isEmpty() && rest.charAt(0) != ':')) {
      return null;
    }
    // A colon without a port is allowed by RFC 3986.
    int port = rest.length() < 2 ? NO_PORT : port(rest.substring(1));
    return port == NO_PORT && rest.length() >= 2 ? null : new Authority(host, port);
  }

  /** An address as a host; without its zone, which {@code Host} does not have. */
  static String host(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    String plain = zone < 0 ? text : text.substring(0, zone);
    return plain.indexOf(':') < 0 ? plain : "[" + plain + "]";
  }

  /** The same without a port that the scheme has anyway. */
  Authority withoutPort(int usual) {
    return port == usual ? new Authority(host, NO_PORT) : this;
  }

  private static @Nullable String host(String text) {
    if (text.startsWith("[")) {
      return address(text.substring(1, text.length() - 1));
    }
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    boolean fits = !name.isEmpty() && name.length() <= HOST_CHARS_MAX;
    return fits && name.chars().allMatch(Authority::isOfName)
        ? name.toLowerCase(Locale.ROOT)
        : null;
  }

  private static @Nullable String address(String text) {
    if (text.indexOf(':') < 0 || text.indexOf('%') >= 0) {
      return null;
    }
    try {
      return host(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isOfName(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }

  private static int port(String digits) {
    if (digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return NO_PORT;
    }
    int port = Integer.parseInt(digits);
    return port <= PORT_MAX ? port : NO_PORT;
  }
}
