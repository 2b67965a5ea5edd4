package dev.sutra.app.rest.http;

import dev.sutra.app.api.ServiceException;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** An error reply: a status and a sentence (RFC 9457). */
public final class HttpProblem extends RuntimeException {
  private final int status;
  private final String detail;
  private final Map<String, String> headers;

  HttpProblem(int status, String detail) {
    this(status, detail, Map.of());
  }

  HttpProblem(int status, String detail, Map<String, String> headers) {
    // An error of the client: no stack trace.
    super(detail, null, false, false);
    this.status = status;
    this.detail = detail;
    this.headers = headers;
  }

  public static HttpProblem badRequest(String detail) {
    return new HttpProblem(HttpStatus.BAD_REQUEST_400, detail);
  }

  public static HttpProblem unavailable(String detail, long retryAfterSeconds) {
    return new HttpProblem(
        HttpStatus.SERVICE_UNAVAILABLE_503,
        detail,
        Map.of("Retry-After", Long.toString(retryAfterSeconds)));
  }

  public static HttpProblem of(ServiceException e) {
    String detail = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case UNKNOWN_CONCEPT, UNKNOWN_STANDING_QUERY ->
          new HttpProblem(HttpStatus.NOT_FOUND_404, detail);
      case CONFLICT -> new HttpProblem(HttpStatus.CONFLICT_409, detail);
      case UNAVAILABLE -> unavailable(detail, e.retryAfterSeconds());
      case TIMEOUT -> new HttpProblem(HttpStatus.GATEWAY_TIMEOUT_504, detail);
    };
  }

  /** The same problem with a further sentence. */
  public HttpProblem with(String more) {
    return new HttpProblem(status, detail + "; " + more, headers);
  }

  int status() {
    return status;
  }

  String detail() {
    return detail;
  }

  Map<String, String> headers() {
    return headers;
  }
}
