package dev.sutra.kafka.routing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.state.HostInfo;

/** POST over HTTP/1.1 on connections that are kept. Thread-safe. */
public final class HttpPeerTransport implements PeerTransport {
  /** The content type of requests and replies. */
  public static final String CONTENT_TYPE = "application/octet-stream";

  /** The largest reply: the texts of a thousand concepts, of 64 KiB each, and their vectors. */
  public static final long REPLY_BYTES_MAX = 128L << 20;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
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
    HttpRequest post =
        HttpRequest.newBuilder(uri(peer))
            .header("content-type", CONTENT_TYPE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build();
    // The timeout of a request ends with the head of the reply; a body may trickle for ever.
    CountedBody body = new CountedBody(memory, timeout);
    CompletableFuture<HttpResponse<byte[]>> reply = http.sendAsync(post, body);
    try (body) {
      HttpResponse<byte[]> response = reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (body.isRefused()) {
        throw new IOException("there is no memory for its answer");
      }
      if (response.statusCode() != OK) {
        throw new IOException("it answered with status " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new IOException("it did not answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      reply.cancel(true);
    }
  }

  private URI uri(HostInfo peer) throws IOException {
    try {
      return URI.create("http://" + peer.host() + ":" + peer.port() + path);
    } catch (IllegalArgumentException e) {
      throw new IOException(peer.host() + ":" + peer.port() + " is no address", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
