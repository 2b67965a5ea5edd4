package dev.sutra.app.rest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends replies part by part, on the thread of the request. What is being sent is counted: a client
 * that reads slowly holds its answer for as long, and one that reads too slowly is cut off.
 */
final class ReplySender {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  static final int BYTES_PER_SECOND_MIN = 32 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(ReplySender.class);

  private final RequestMemory memory;
  private final RequestMetrics metrics;

  ReplySender(RequestMemory memory, RequestMetrics metrics) {
    this.memory = memory;
    this.metrics = metrics;
  }

  /** Sends a reply, or says that too many large ones are being sent. */
  void send(Reply reply, Request request, Response response, Callback callback) {
    long bytes = reply.body().bytes();
    ByteBudget budget = memory.answersOf(bytes);
    if (!budget.tryTake(bytes)) {
      write(
          Problems.reply(
              HttpProblem.unavailable(
                  "an answer of "
                      + bytes
                      + " bytes has to wait for others that are being sent; a smaller limit makes"
                      + " a smaller answer",
                  5)),
          request,
          response,
          callback);
      return;
    }
    try {
      write(reply, request, response, callback);
    } finally {
      budget.give(bytes);
    }
  }

  private void write(Reply reply, Request request, Response response, Callback callback) {
    try {
      if (reply.status() >= 400 && !closes(reply)) {
        RequestBody.drain(request);
      }
      head(reply, response);
      body(reply.body(), response);
      callback.succeeded();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
    } catch (IOException e) {
      LOG.debug("a client did not take its answer", e);
      metrics.answerNotTaken();
      callback.failed(e);
    }
  }

  /** Status and headers; not the body. */
  static void head(Reply reply, Response response) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (reply.status() != HttpStatus.NO_CONTENT_204) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().bytes());
    }
  }

  private static boolean closes(Reply reply) {
    return reply.headers().containsKey("Connection");
  }

  private static void body(Payload body, Response response) throws IOException {
    long start = System.nanoTime();
    long sent = 0;
    Iterator<ByteBuffer> parts = body.parts().iterator();
    if (!parts.hasNext()) {
      Content.Sink.write(response, true, ByteBuffer.allocate(0));
    }
    while (parts.hasNext()) {
      // A copy of the position: some replies are sent many times.
      ByteBuffer part = parts.next().slice();
      sent += part.remaining();
      Content.Sink.write(response, !parts.hasNext(), part);
      long due = start + PATIENCE.toNanos() + sent * 1_000_000_000L / BYTES_PER_SECOND_MIN;
      if (System.nanoTime() > due) {
        throw new IOException("an answer was taken at less than the lowest rate");
      }
    }
  }
}
