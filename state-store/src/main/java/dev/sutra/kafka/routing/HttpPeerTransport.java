package dev.sutra.kafka.routing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.kafka.streams.state.HostInfo;

/**
 * POST over HTTP/1.1 on connections that are kept. The calling thread writes and reads itself; on a
 * virtual thread, an interrupt ends that at once. A reply is read only once there is memory for it.
 * Thread-safe.
 */
public final class HttpPeerTransport implements PeerTransport {
  /** The content type of requests and replies. */
  public static final String CONTENT_TYPE = "application/octet-stream";

  /** The largest reply: the texts of a thousand concepts, of 64 KiB each, and their vectors. */
  public static final long REPLY_BYTES_MAX = 128L << 20;

  private static final ContentType TYPE = ContentType.create(CONTENT_TYPE);
  private static final int OK = 200;

  private final PeerConnections connections = new PeerConnections();
  private final HttpRequestExecutor http = new HttpRequestExecutor();
  // The usual headers, without "Expect: 100-continue", for which each request would wait.
  private final HttpProcessor headers =
      HttpProcessorBuilder.create()
          .addAll(new RequestTargetHost(), new RequestContent(), new RequestConnControl())
          .build();
  private final String path;
  private final PeerMemory memory;

  /**
   * Creates a transport.
   *
   * @param path where the other instances have mounted their {@link PeerEndpoint}
   */
  public HttpPeerTransport(String path) {
    this(path, PeerMemory.UNBOUNDED);
  }

  /**
   * Creates a transport.
   *
   * @param memory of replies while they arrive; a reply waits until there is enough
   */
  public HttpPeerTransport(String path, PeerMemory memory) {
    this.path = path;
    this.memory = memory;
  }

  @Override
  public byte[] send(HostInfo peer, byte[] request, Duration timeout)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      return send(peer, request, deadline);
    } catch (IOException | HttpException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() >= deadline) {
        throw new IOException("it did not answer within " + timeout.toMillis() + " ms", e);
      }
      throw e instanceof IOException failure
          ? failure
          : new IOException("its answer is no valid HTTP: " + e.getMessage(), e);
    }
  }

  private byte[] send(HostInfo peer, byte[] request, long deadline)
      throws IOException, HttpException, InterruptedException {
    while (true) {
      try (PeerConnections.Lease lease = connections.lease(peer, deadline)) {
        HttpCoreContext context = HttpCoreContext.create();
        ClassicHttpRequest post = post(peer, request, context);
        ClassicHttpResponse reply;
        try {
          reply = http.execute(post, lease.connection(), context);
        } catch (IOException e) {
          if (lease.isKept() && isAwaited(deadline)) {
            // The other end may have closed a kept connection; another one may be as it was.
            continue;
          }
          throw e;
        }
        byte[] body = body(reply, deadline);
        if (http.keepAlive(post, reply, lease.connection(), context)) {
          lease.keep();
        }
        return body;
      }
    }
  }

  private static boolean isAwaited(long deadline) {
    return System.nanoTime() < deadline && !Thread.currentThread().isInterrupted();
  }

  private ClassicHttpRequest post(HostInfo peer, byte[] request, HttpCoreContext context)
      throws IOException, HttpException {
    ClassicHttpRequest post =
        ClassicRequestBuilder.post(path).setEntity(new ByteArrayEntity(request, TYPE)).build();
    post.setAuthority(new URIAuthority(peer.host(), peer.port()));
    http.preProcess(post, headers, context);
    return post;
  }

  private byte[] body(ClassicHttpResponse reply, long deadline)
      throws IOException, InterruptedException {
    if (reply.getCode() != OK) {
      throw new IOException("it answered with status " + reply.getCode());
    }
    long length = reply.getEntity() == null ? 0 : reply.getEntity().getContentLength();
    if (length < 0 || length > REPLY_BYTES_MAX) {
      throw new IOException(
          length < 0
              ? "its answer does not say how long it is"
              : "its answer has " + length + " bytes; " + REPLY_BYTES_MAX + " are allowed");
    }
    long left = deadline - System.nanoTime();
    if (!memory.take(length, Duration.ofNanos(Math.max(0, left)))) {
      throw new IOException("there is no memory for its answer");
    }
    try (InputStream in = reply.getEntity().getContent()) {
      byte[] body = new byte[(int) length];
      if (in.readNBytes(body, 0, body.length) < body.length) {
        throw new EOFException("its answer ended early");
      }
      return body;
    } finally {
      memory.give(length);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
