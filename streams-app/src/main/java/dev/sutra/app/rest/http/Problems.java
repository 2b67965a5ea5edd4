package dev.sutra.app.rest.http;

import dev.sutra.app.api.ServiceException;
import dev.sutra.app.message.PlainText;
import dev.sutra.app.message.RateLimitedLog;
import dev.sutra.app.rest.json.Json;
import dev.sutra.app.rest.json.Payload;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Turns errors into {@code application/problem+json}. */
final class Problems {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(Problems.class));
  private static final int DETAIL_CHARS_MAX = 400;

  private Problems() {}

  /** The reply for an error of a handler; an unexpected error is logged with an id. */
  static Reply reply(Throwable error, String what) {
    return switch (error) {
      case HttpProblem problem -> reply(problem);
      case ServiceException e -> reply(HttpProblem.of(e));
      case IllegalArgumentException e -> reply(HttpProblem.badRequest(detail(e)));
      default -> internal(error, what);
    };
  }

  static Reply reply(HttpProblem problem) {
    return new Reply(
        problem.status(),
        Reply.PROBLEM,
        body(problem.status(), problem.detail(), null),
        problem.headers());
  }

  private static Reply internal(Throwable error, String what) {
    UUID id = UUID.randomUUID();
    LOG.error("{} failed, error {}", what, id, error);
    int status = HttpStatus.INTERNAL_SERVER_ERROR_500;
    String detail = "internal server error; see the server log for " + id;
    return new Reply(status, Reply.PROBLEM, body(status, detail, "urn:uuid:" + id), Map.of());
  }

  private static Payload body(int status, String detail, @Nullable String instance) {
    return Json.object(
        json -> {
          json.writeStringField("type", "about:blank");
          json.writeStringField("title", title(status));
          json.writeNumberField("status", status);
          json.writeStringField("detail", PlainText.shortened(detail, DETAIL_CHARS_MAX));
          if (instance != null) {
            json.writeStringField("instance", instance);
          }
        });
  }

  private static String title(int status) {
    String title = HttpStatus.getMessage(status);
    return title == null ? "Error" : title;
  }

  private static String detail(IllegalArgumentException e) {
    String message = e.getMessage();
    return message == null ? "the request is not valid" : message;
  }
}
