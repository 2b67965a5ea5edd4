package dev.sutra.app.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the body of a request, of a known type and up to a limit. */
final class RequestBody {
  private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);
  private static final long DRAIN_BYTES_MAX = 16L << 20;

  // The idle timeout of the connection does not stop a body that trickles in.
  private static final Duration ARRIVAL_MAX = Duration.ofSeconds(30);

  private RequestBody() {}

  static boolean isPresent(Request request) {
    return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  /** Reads the body; it may be empty. */
  static byte[] read(Request request, List<String> contentTypes) throws IOException {
    if (!isPresent(request)) {
      return new byte[0];
    }
    checkContentType(request, contentTypes);
    if (request.getLength() > RestConfig.BODY_BYTES_MAX) {
      throw tooLarge();
    }
    // Not closed: that would break the connection before an answer about the body is sent.
    return read(Request.asInputStream(request));
  }

  /**
   * Reads what is left of a body and drops it, up to a limit: a client that is still sending would
   * not see the answer.
   */
  static void drain(Request request) {
    // One that waits to be told to go on has not begun to send.
    if (!isPresent(request) || request.getHeaders().contains(HttpHeader.EXPECT)) {
      return;
    }
    long start = System.nanoTime();
    byte[] part = new byte[64 * 1024];
    long drained = 0;
    try {
      InputStream in = Request.asInputStream(request);
      for (int read = in.read(part);
          read >= 0 && drained < DRAIN_BYTES_MAX && !isLate(start);
          read = in.read(part)) {
        drained += read;
      }
    } catch (IOException e) {
      LOG.debug("the rest of a body did not arrive", e);
    }
  }

  private static boolean isLate(long start) {
    return System.nanoTime() - start > ARRIVAL_MAX.toNanos();
  }

  private static byte[] read(InputStream in) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[16 * 1024];
    for (int read = in.read(part); read >= 0; read = in.read(part)) {
      body.write(part, 0, read);
      if (body.size() > RestConfig.BODY_BYTES_MAX) {
        throw tooLarge();
      }
      if (isLate(start)) {
        throw new HttpProblem(
            HttpStatus.REQUEST_TIMEOUT_408,
            "the body did not arrive within " + ARRIVAL_MAX.toSeconds() + " s");
      }
    }
    return body.toByteArray();
  }

  private static void checkContentType(Request request, List<String> allowed) {
    if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
      throw new HttpProblem(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "a body with a content encoding is not taken");
    }
    String given = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    Map<String, String> parameters = new HashMap<>();
    String type = HttpField.getValueParameters(given, parameters);
    if (type != null
        && allowed.contains(type.strip().toLowerCase(Locale.ROOT))
        && parameters.getOrDefault("charset", "utf-8").equalsIgnoreCase("utf-8")) {
      return;
    }
    throw new HttpProblem(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
        "the content type is "
            + (given == null ? "missing" : Shown.quoted(given))
            + "; "
            + String.join(" or ", allowed)
            + " in UTF-8 is taken");
  }

  private static HttpProblem tooLarge() {
    return new HttpProblem(
        HttpStatus.PAYLOAD_TOO_LARGE_413,
        "the body is larger than " + RestConfig.BODY_BYTES_MAX + " bytes");
  }
}
