package dev.sutra.app.rest.guard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a web page comes from, as in {@code Origin}. The port is left out if it is the usual one.
 *
 * @param scheme {@code http} or {@code https}
 */
public record WebOrigin(String scheme, Authority authority) {
  private static final String MARK = "://";
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Reads {@code scheme://host:port}; null if it is none, such as {@code null}. */
  public static @Nullable WebOrigin parse(String text) {
    int mark = text.indexOf(MARK);
    if (mark < 0) {
      return null;
    }
    String scheme = text.substring(0, mark).toLowerCase(Locale.ROOT);
    Authority authority = Authority.parse(text.substring(mark + MARK.length()));
    return authority == null || (!scheme.equals("http") && !scheme.equals("https"))
        ? null
        : new WebOrigin(scheme, authority.withoutPort(port(scheme)));
  }

  /**
   * Whether a page of this origin comes from the host of a request. A proxy may have taken the
   * encryption off, so both schemes count.
   */
  boolean isOf(Authority host) {
    return authority.equals(host.withoutPort(port(scheme)));
  }

  private static int port(String scheme) {
    return scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
  }
}
