package dev.sutra.app.rest.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one body as it arrives. A client must begin within seconds and then keep a minimum rate;
 * the idle timeout of the connection alone would allow a body to trickle in forever.
 */
final class BodyReader implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(5);
  static final int BYTES_PER_SECOND_MIN = 32 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);
  private static final int BLOCK_BYTES = 16 * 1024;
  // The connection is out of sync and cannot be reused.
  private static final Map<String, String> CLOSE = Map.of("Connection", "close");

  private final Request request;
  private final int bytesMax;
  private final @Nullable ByteBudget memory;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final long start = System.nanoTime();
  private volatile int received;
  // Both guarded by this.
  private int blocks;
  private boolean closed;

  private BodyReader(Request request, int bytesMax, @Nullable ByteBudget memory) {
    this.request = request;
    this.bytesMax = bytesMax;
    this.memory = memory;
  }

  /** Keeps the body in memory, counted against {@code memory} until it is closed. */
  static BodyReader keeping(Request request, ByteBudget memory) {
    return new BodyReader(request, RestConfig.BODY_BYTES_MAX, memory);
  }

  /** Reads and discards the body. */
  static BodyReader dropping(Request request, int bytesMax) {
    return new BodyReader(request, bytesMax, null);
  }

  /**
   * Waits for the end of the body.
   *
   * @throws HttpProblem if it does not arrive; the body cannot be read any further
   */
  void await() throws InterruptedException {
    readOn();
    try {
      while (true) {
        long left = due() - System.nanoTime();
        if (left <= 0) {
          throw tooSlow(received, Duration.ofNanos(System.nanoTime() - start));
        }
        try {
          end.get(left, TimeUnit.NANOSECONDS);
          return;
        } catch (TimeoutException e) {
          // Bytes that arrived meanwhile extend the deadline.
        }
      }
    } catch (ExecutionException e) {
      close();
      throw e.getCause() instanceof HttpProblem problem ? problem : broken(e.getCause());
    } catch (HttpProblem | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** The body, once it is complete. */
  byte[] bytes() {
    return kept.toByteArray();
  }

  /** Releases the memory. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    for (; memory != null && blocks > 0; blocks--) {
      memory.give(BLOCK_BYTES);
    }
  }

  /** Reads the available chunks, and registers itself for more. */
  private void readOn() {
    try {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this::readOn);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          end.completeExceptionally(chunk.getFailure());
          return;
        }
        boolean last = chunk.isLast();
        try {
          take(chunk.getByteBuffer());
        } finally {
          chunk.release();
        }
        if (last) {
          end.complete(null);
          return;
        }
      }
    } catch (Throwable e) {
      end.completeExceptionally(e);
    }
  }

  private synchronized void take(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (received + count > bytesMax) {
      throw tooLarge();
    }
    if (memory != null && !closed) {
      hold(memory, received + count);
      byte[] part = new byte[count];
      bytes.get(part);
      kept.write(part, 0, count);
    }
    received += count;
  }

  private void hold(ByteBudget budget, int size) {
    for (; blocks * BLOCK_BYTES < size; blocks++) {
      if (!budget.tryTake(BLOCK_BYTES)) {
        throw HttpProblem.unavailable("the bodies of other requests use all memory", 1);
      }
    }
  }

  private long due() {
    return start + waitNanosMax(received);
  }

  /** How long a client may let the server wait in all that has sent so many bytes. */
  static long waitNanosMax(long received) {
    return PATIENCE.toNanos() + received * 1_000_000_000L / BYTES_PER_SECOND_MIN;
  }

  static HttpProblem tooLarge() {
    return new HttpProblem(
        HttpStatus.PAYLOAD_TOO_LARGE_413,
        "the body is larger than " + RestConfig.BODY_BYTES_MAX + " bytes");
  }

  static HttpProblem tooSlow(long received, Duration waited) {
    return new HttpProblem(
        HttpStatus.REQUEST_TIMEOUT_408,
        "the body arrived too slowly: "
            + received
            + " bytes within "
            + waited.toSeconds()
            + " s; "
            + BYTES_PER_SECOND_MIN
            + " bytes a second are required after the first "
            + PATIENCE.toSeconds()
            + " s",
        CLOSE);
  }

  /** Errors while a body arrives are caused by the client or the network. */
  static HttpProblem broken(@Nullable Throwable cause) {
    LOG.debug("a body broke off", cause);
    return new HttpProblem(
        HttpStatus.BAD_REQUEST_400, "the body is incomplete or not validly encoded", CLOSE);
  }
}
