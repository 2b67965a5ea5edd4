package dev.sutra.app.rest.http;

import java.util.List;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** What a client takes. A header that is not valid counts as missing. */
final class Preferences {
  private Preferences() {}

  /** The elements of a header, best first, without what the client refuses. */
  static List<String> of(Request request, HttpHeader header) {
    try {
      return request.getHeaders().getQualityCSV(header);
    } catch (HttpException.RuntimeException e) {
      return List.of();
    }
  }
}
