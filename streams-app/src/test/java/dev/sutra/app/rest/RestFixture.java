package dev.sutra.app.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.registry.RegistryRoutes;
import dev.sutra.app.rest.http.RestConfig;
import dev.sutra.app.rest.http.Route;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A server over a fake service on a free port, and a client for it. */
public final class RestFixture implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  public final FakeConceptService service = new FakeConceptService();
  final FakeStandingQueryService standing = new FakeStandingQueryService();
  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final RestServer server;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  public RestFixture() throws IOException {
    this(RestConfig.of(RestConfig.HOST_DEFAULT, 0));
  }

  public RestFixture(RestConfig config) throws IOException {
    this(config, List.of());
  }

  /** A schema registry is served as well. */
  public RestFixture(FileSchemaRegistry registry) throws IOException {
    this(RestConfig.of(RestConfig.HOST_DEFAULT, 0), new RegistryRoutes(registry).routes());
  }

  private RestFixture(RestConfig config, List<Route> more) throws IOException {
    List<Route> routes = new ArrayList<>(more);
    routes.addAll(new StandingRoutes(standing, Duration.ofSeconds(10)).routes());
    server = RestServer.start(config, service, routes, metrics);
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  public HttpResponse<String> send(
      String method, String path, @Nullable String contentType, byte @Nullable [] body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Sends a request with these headers, names and values in turn; the answer is bytes. */
  HttpResponse<byte[]> sendRaw(
      String method, String path, byte @Nullable [] body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  CompletableFuture<HttpResponse<String>> getAsync(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(60)).build();
    return http.sendAsync(request, BodyHandlers.ofString());
  }

  /** Lets every question wait until the latch is counted down. */
  CountDownLatch holdQueries() {
    CountDownLatch go = new CountDownLatch(1);
    service.before =
        () -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return null;
        };
    return go;
  }

  public HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, null, null);
  }

  public HttpResponse<String> send(String method, String path, String json) throws Exception {
    return send(method, path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  public static JsonNode json(HttpResponse<String> response) throws Exception {
    return JSON.readTree(response.body());
  }

  /** Dog, puppy and cat, with some associations. */
  public RestFixture withAnimals() throws Exception {
    send(
        "PUT",
        "/v1/concepts/dog",
        "{\"text\":\"domestic dog\",\"vector\":[1,0.1],"
            + "\"attributes\":{\"legs\":4,\"tame\":true,\"size\":0.5,\"says\":\"woof\"},"
            + "\"timestamp\":1000}");
    send(
        "PUT",
        "/v1/concepts/puppy",
        "{\"text\":\"a young dog\",\"vector\":[1,0.2],\"timestamp\":2000}");
    send(
        "PUT",
        "/v1/concepts/cat",
        "{\"text\":\"domestic cat\",\"vector\":[0.2,1],\"timestamp\":3000}");
    send("PUT", "/v1/concepts/dog/associations/hypernym/animal", "{\"weight\":0.75}");
    send("PUT", "/v1/concepts/puppy/associations/hypernym/dog", null, null);
    send("PUT", "/v1/concepts/dog/associations/likes/cat", "{\"weight\":0.25}");
    return this;
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
