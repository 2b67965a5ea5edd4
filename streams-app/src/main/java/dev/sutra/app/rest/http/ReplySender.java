package dev.sutra.app.rest.http;

import dev.sutra.app.rest.json.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends replies part by part, on the thread of the request. Bytes being sent are counted, since a
 * slow client keeps its reply in memory; a client that is too slow is disconnected.
 */
final class ReplySender {
  static final int BYTES_PER_SECOND_MIN = 32 * 1024;

  // Below this, the headers weigh more than what is saved.
  private static final int COMPRESSED_BYTES_MIN = 1024;

  // No answer is a page: a browser must not make one of it, nor embed it in one of another site.
  private static final Map<String, String> SECURITY =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin");

  private static final Logger LOG = LoggerFactory.getLogger(ReplySender.class);

  private final RequestMemory memory;
  private final RequestMetrics metrics;
  private final Duration patience;

  /**
   * Creates it.
   *
   * @param patience how long a reader may pause
   */
  ReplySender(RequestMemory memory, RequestMetrics metrics, Duration patience) {
    this.patience = patience;
    this.memory = memory;
    this.metrics = metrics;
  }

  /**
   * Sends a reply, or a 503 if too many large replies are being sent. The caller completes the
   * request's callback.
   *
   * @return what broke the connection, or null
   */
  @Nullable Throwable send(Reply reply, Request request, Response response) {
    long bytes = reply.body().bytes();
    ByteBudget budget = memory.answersOf(bytes);
    if (!budget.tryTake(bytes)) {
      return write(
          Problems.reply(
              HttpProblem.unavailable(
                  "an answer of "
                      + bytes
                      + " bytes exceeds the memory that is left for answers; retry, or use a"
                      + " smaller limit",
                  5)),
          request,
          response);
    }
    try {
      return write(compressed(reply, request), request, response);
    } finally {
      budget.give(bytes);
    }
  }

  /** Compresses the body if it is worth it and the client takes it. */
  private static Reply compressed(Reply reply, Request request) {
    if (reply.body().bytes() < COMPRESSED_BYTES_MIN) {
      return reply;
    }
    Map<String, String> headers = new HashMap<>(reply.headers());
    headers.put("Vary", "Accept, Accept-Encoding");
    if (!Preferences.of(request, HttpHeader.ACCEPT_ENCODING).contains("gzip")) {
      return new Reply(reply.status(), reply.contentType(), reply.body(), headers);
    }
    headers.put("Content-Encoding", "gzip");
    return new Reply(reply.status(), reply.contentType(), reply.body().compressed(), headers);
  }

  private @Nullable Throwable write(Reply reply, Request request, Response response) {
    try {
      if (reply.status() >= 400 && !closes(reply)) {
        RequestBody.drain(request);
      }
      head(reply, response);
      body(reply.body(), request, response);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut(request);
      return e;
    } catch (IOException e) {
      LOG.debug("a client did not take its answer", e);
      metrics.answerNotTaken();
      return e;
    }
  }

  /** Sets a header; what an answer varies with is added to what is known already. */
  private static void put(Response response, String name, String value) {
    if (HttpHeader.VARY.is(name)) {
      response.getHeaders().add(name, value);
    } else {
      response.getHeaders().put(name, value);
    }
  }

  /** Status and headers; not the body. */
  static void head(Reply reply, Response response) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    SECURITY.forEach(response.getHeaders()::put);
    reply.headers().forEach((name, value) -> put(response, name, value));
    if (reply.status() != HttpStatus.NO_CONTENT_204
        && reply.status() != HttpStatus.NOT_MODIFIED_304) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().bytes());
    }
  }

  private static boolean closes(Reply reply) {
    return reply.headers().containsKey("Connection");
  }

  private void body(Payload body, Request request, Response response)
      throws IOException, InterruptedException {
    Pace pace = new Pace(patience, BYTES_PER_SECOND_MIN);
    Iterator<ByteBuffer> parts = body.parts().iterator();
    if (!parts.hasNext()) {
      part(ByteBuffer.allocate(0), true, pace, request, response);
    }
    while (parts.hasNext()) {
      // A copy, since some replies are sent many times.
      ByteBuffer part = parts.next().slice();
      part(part, !parts.hasNext(), pace, request, response);
    }
  }

  private static void part(
      ByteBuffer part, boolean last, Pace pace, Request request, Response response)
      throws IOException, InterruptedException {
    int bytes = part.remaining();
    Callback.Completable sent = new Callback.Completable();
    response.write(last, part, sent);
    try {
      sent.get(Math.max(1, pace.nanosLeft()), TimeUnit.NANOSECONDS);
      pace.moved(bytes);
    } catch (TimeoutException e) {
      cut(request);
      throw new EofException("an answer was taken at less than the lowest rate");
    } catch (ExecutionException e) {
      throw new EofException(e.getCause());
    }
  }

  /** Closes the connection, which ends the pending write. */
  private static void cut(Request request) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }
}
