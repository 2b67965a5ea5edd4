package dev.sutra.app.rest.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as it arrives, of any length. All waiting together may take as long as
 * {@link BodyReader} waits for a body: a client must keep its minimum rate. Reading fails with an
 * {@link HttpProblem}. For one thread.
 */
final class BodyStream extends InputStream {
  private final Request request;
  private Content.@Nullable Chunk chunk;
  private boolean ended;
  private long received;
  private long waitedNanos;

  BodyStream(Request request) {
    this.request = request;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    ByteBuffer bytes = available(chunk);
    while (bytes == null) {
      if (ended) {
        return -1;
      }
      next();
      bytes = available(chunk);
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(target, offset, count);
    return count;
  }

  @Override
  public int available() {
    ByteBuffer bytes = available(chunk);
    return bytes == null ? 0 : bytes.remaining();
  }

  /** Releases what has arrived; the rest is not read. */
  @Override
  public void close() {
    release();
    ended = true;
  }

  private static @Nullable ByteBuffer available(Content.@Nullable Chunk chunk) {
    return chunk != null && chunk.hasRemaining() ? chunk.getByteBuffer() : null;
  }

  private void next() throws IOException {
    release();
    Content.Chunk arrived = request.read();
    while (arrived == null) {
      await();
      arrived = request.read();
    }
    if (Content.Chunk.isFailure(arrived)) {
      ended = true;
      throw BodyReader.broken(arrived.getFailure());
    }
    ended = arrived.isLast();
    received += arrived.remaining();
    chunk = arrived;
  }

  private void release() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }

  private void await() throws IOException {
    long start = System.nanoTime();
    long left = BodyReader.waitNanosMax(received) - waitedNanos;
    CountDownLatch arrival = new CountDownLatch(1);
    request.demand(arrival::countDown);
    try {
      if (!arrival.await(left, TimeUnit.NANOSECONDS)) {
        ended = true;
        throw BodyReader.tooSlow(received, Duration.ofNanos(waitedNanos + left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
      throw HttpProblem.unavailable("the server is stopping", 1);
    } finally {
      waitedNanos += System.nanoTime() - start;
    }
  }
}
