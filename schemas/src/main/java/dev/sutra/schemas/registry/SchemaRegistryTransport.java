package dev.sutra.schemas.registry;

import dev.sutra.schemas.registry.SchemaRegistryConfig.BaseUrl;
import dev.sutra.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a request to the registries of a list in turn until one responds, in rounds with a growing
 * wait between them. A 5xx or 429 status counts as no response. Thread-safe.
 */
final class SchemaRegistryTransport implements AutoCloseable {
  /** The maximum size of a response, in bytes. */
  static final int ANSWER_BYTES_MAX = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistryTransport.class);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  /** The response of a registry; {@code from} is its address without credentials. */
  record Answer(BaseUrl from, int status, String body) {}

  /** The response was not complete in time. */
  private static final class LateAnswerException extends IOException {
    LateAnswerException(TimeoutException cause) {
      super(cause);
    }
  }

  private final SchemaRegistryConfig config;
  private final HttpClient http;

  // The registry of the last response; the next request begins with it.
  private volatile int preferred;

  SchemaRegistryTransport(SchemaRegistryConfig config) {
    this.config = config;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.connectTimeout())
            // A redirect could send the credentials to another host.
            .followRedirects(HttpClient.Redirect.NEVER);
    if (config.tls() != null) {
      builder.sslContext(config.tls());
    }
    this.http = builder.build();
  }

  /**
   * Sends a request and returns the first response.
   *
   * @param what names the request in messages
   * @throws SchemaRegistryException if there is none, or it is too long
   */
  Answer send(String what, String method, String path, @Nullable String body) {
    String failure = "";
    @Nullable Throwable cause = null;
    for (int round = 0; round <= config.retries(); round++) {
      if (round > 0) {
        LOG.warn("could not {}: {}; trying again", what, failure);
        pause(config.waitBefore(round));
      }
      int first = preferred;
      for (int i = 0; i < config.urls().size(); i++) {
        int index = (first + i) % config.urls().size();
        BaseUrl url = config.urls().get(index);
        try {
          Answer answer = exchange(url, method, path, body);
          if (answer.status() < 500 && answer.status() != 429) {
            preferred = index;
            return answer;
          }
          failure = url + " answered " + answer.status();
          cause = null;
        } catch (BoundedBody.TooLongException e) {
          throw new SchemaRegistryException(
              Reason.INVALID, "could not " + what + ": " + url + ": " + e.getMessage());
        } catch (IOException e) {
          failure = url + " did not answer: " + why(e);
          cause = e;
        }
      }
    }
    throw new SchemaRegistryException(
        Reason.UNAVAILABLE, "could not " + what + ": " + failure, cause);
  }

  private Answer exchange(BaseUrl url, String method, String path, @Nullable String body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.uri() + path))
            .header("Accept", CONTENT_TYPE + ", application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", CONTENT_TYPE);
    }
    if (url.authorization() != null) {
      request.header("Authorization", url.authorization());
    }
    CompletableFuture<HttpResponse<byte[]>> future =
        http.sendAsync(request.build(), info -> new BoundedBody(ANSWER_BYTES_MAX));
    try {
      // The timeout of the future also bounds a body that arrives slowly.
      Duration bound = config.connectTimeout().plus(config.readTimeout());
      HttpResponse<byte[]> response = future.get(bound.toMillis(), TimeUnit.MILLISECONDS);
      String text = new String(response.body(), StandardCharsets.UTF_8);
      return new Answer(url, response.statusCode(), text);
    } catch (TimeoutException e) {
      throw new LateAnswerException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } finally {
      future.cancel(true);
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case HttpTimeoutException late -> "not in time";
      case LateAnswerException late -> "not in time";
      case ConnectException unknown when unknown.getCause() instanceof UnresolvedAddressException ->
          "its host is not known";
      case ConnectException refused -> "the connection was refused";
      case SSLException tls -> "TLS failed; is it https, and are its certificates trusted?";
      default -> "the connection broke";
    };
  }

  private static void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
