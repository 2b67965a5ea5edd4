package dev.sutra.app.rest.http;

import dev.sutra.app.rest.json.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A reply: status, content type, body, and headers besides the usual ones. */
public record Reply(int status, String contentType, Payload body, Map<String, String> headers) {
  public static final String JSON = "application/json";
  static final String LINES = "application/x-ndjson";
  static final String PROBLEM = "application/problem+json";

  public static Reply json(int status, Payload body) {
    return new Reply(status, JSON, body, Map.of());
  }

  /** JSON, one value in each line. */
  public static Reply lines(Payload body) {
    return new Reply(200, LINES, body, Map.of());
  }

  public static Reply text(String contentType, String body) {
    return new Reply(200, contentType, Payload.of(body.getBytes(StandardCharsets.UTF_8)), Map.of());
  }
}
