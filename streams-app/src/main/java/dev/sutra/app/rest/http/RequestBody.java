package dev.sutra.app.rest.http;

import dev.sutra.app.message.PlainText;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/** The body of a request, of a known type and up to a limit. */
final class RequestBody {
  private static final int DRAIN_BYTES_MAX = 16 << 20;

  private RequestBody() {}

  static boolean isPresent(Request request) {
    return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  /**
   * Waits for the complete body, which may be empty.
   *
   * @throws HttpProblem 413 if it is too large, 408 if it is too slow, 400 if it breaks off, 503 if
   *     bodies use too much memory
   */
  static BodyReader read(Request request, ByteBudget memory) throws InterruptedException {
    if (request.getLength() > RestConfig.BODY_BYTES_MAX) {
      throw BodyReader.tooLarge();
    }
    // Not closed here: that would close the connection before the reply is sent.
    BodyReader reader = BodyReader.keeping(request, memory);
    reader.await();
    return reader;
  }

  /**
   * Reads and discards the rest of a body, up to a limit: a client that is still sending would not
   * see the reply.
   */
  static void drain(Request request) throws InterruptedException {
    // A client that expects "100 Continue" has not begun to send.
    if (!isPresent(request) || request.getHeaders().contains(HttpHeader.EXPECT)) {
      return;
    }
    try {
      BodyReader.dropping(request, DRAIN_BYTES_MAX).await();
    } catch (HttpProblem e) {
      // The reply is about another error, and is sent anyway.
    }
  }

  /** Whether the body is in the format gzip. */
  static boolean isCompressed(Request request) {
    return "gzip".equalsIgnoreCase(request.getHeaders().get(HttpHeader.CONTENT_ENCODING));
  }

  /**
   * Throws 415 unless the content type is one of these.
   *
   * @param compressed whether the body may be in the format gzip
   */
  static void checkContentType(Request request, List<String> allowed, boolean compressed) {
    if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)
        && !(compressed && isCompressed(request))) {
      throw new HttpProblem(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
          compressed
              ? "the only content encoding of a body that is supported is gzip"
              : "a body with a content encoding is not supported");
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
            + (given == null ? "missing" : PlainText.quoted(given))
            + "; "
            + String.join(" or ", allowed)
            + " in UTF-8 is supported");
  }
}
