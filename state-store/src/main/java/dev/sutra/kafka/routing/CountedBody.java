package dev.sutra.kafka.routing;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;

/**
 * The body of a reply, which is read only once there is memory for it: twice its length, for what
 * arrives and for the array that it becomes. A body of unknown length is counted as the longest.
 */
final class CountedBody implements BodyHandler<byte[]>, AutoCloseable {
  private final PeerMemory memory;
  private final Duration patience;
  // Guarded by this.
  private long taken;
  private boolean closed;
  private boolean refused;

  CountedBody(PeerMemory memory, Duration patience) {
    this.memory = memory;
    this.patience = patience;
  }

  // Called on a virtual thread of the client, which may wait.
  @Override
  public BodySubscriber<byte[]> apply(ResponseInfo head) {
    long length =
        head.headers().firstValueAsLong("content-length").orElse(HttpPeerTransport.REPLY_BYTES_MAX);
    if (!take(2 * Math.min(length, HttpPeerTransport.REPLY_BYTES_MAX))) {
      return BodySubscribers.replacing(new byte[0]);
    }
    return BodyHandlers.limiting(BodyHandlers.ofByteArray(), HttpPeerTransport.REPLY_BYTES_MAX)
        .apply(head);
  }

  private boolean take(long bytes) {
    boolean got;
    try {
      got = memory.take(bytes, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      got = false;
    }
    synchronized (this) {
      refused = !got;
      if (got && closed) {
        // Nobody waits for the reply any more.
        memory.give(bytes);
      } else if (got) {
        taken = bytes;
      }
      return got;
    }
  }

  /** Whether there was no memory for the body. */
  synchronized boolean isRefused() {
    return refused;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (taken > 0) {
      memory.give(taken);
      taken = 0;
    }
  }
}
