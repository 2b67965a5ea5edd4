package dev.sutra.app.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Asks an instance over HTTP. */
public final class RestApi implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final int[] ports;
  private @Nullable String key;
  private final AtomicInteger requests = new AtomicInteger();

  /** Sends requests to these ports of this machine in turn. */
  public RestApi(int... ports) {
    this.ports = ports;
  }

  /** Sends this key with the requests. */
  RestApi withKey(String sent) {
    key = sent;
    return this;
  }

  private int nextPort() {
    return ports[Math.floorMod(requests.getAndIncrement(), ports.length)];
  }

  /** A status and what came with it. */
  public record Reply(int status, String body) {
    /** The body without the time that the answer took. */
    public JsonNode json() {
      try {
        JsonNode node = JSON.readTree(body);
        if (node instanceof ObjectNode object) {
          object.remove("took_ms");
        }
        return node;
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + body, e);
      }
    }
  }

  public Reply get(String path) {
    return send("GET", path, null);
  }

  public Reply send(String method, String path, @Nullable String body) {
    return send(nextPort(), method, path, body);
  }

  /** The status of a request with another {@code Host}, which a client cannot set otherwise. */
  int sendTo(String host, String method, String path, String body) {
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), nextPort())) {
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      String request = head + "\r\nHost: " + host + "\r\n\r\n" + body;
      socket.getOutputStream().write(request.getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return Integer.parseInt(answer.split(" ", 3)[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends events, one in each line. */
  public Reply events(String lines) {
    return send(nextPort(), "POST", "/v1/events", lines, "application/x-ndjson");
  }

  private Reply send(int port, String method, String path, @Nullable String body) {
    return send(port, method, path, body, "application/json");
  }

  private Reply send(int port, String method, String path, @Nullable String body, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(TIMEOUT)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    if (body != null) {
      request.header("content-type", type);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (IOException e) {
      return new Reply(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The answer to a question that must be answered. */
  public JsonNode ask(String path) {
    return answered(path, get(path));
  }

  /** The nearest concepts. */
  public JsonNode similar(String body) {
    return answered(body, send("POST", "/v1/similar", body));
  }

  /** Writes, and gives the token of the event's place. */
  public String write(String method, String path, @Nullable String body) {
    Reply reply = send(method, path, body);
    if (reply.status() != 202) {
      throw new AssertionError(method + " " + path + ": " + reply);
    }
    return reply.json().get("position").asText();
  }

  /** The items of all pages. */
  public List<JsonNode> pages(String path) {
    List<JsonNode> items = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      JsonNode page = ask(cursor == null ? path : path + "&cursor=" + encode(cursor));
      page.get("items").forEach(items::add);
      JsonNode next = page.get("next_cursor");
      cursor = next.isNull() ? null : next.asText();
    } while (cursor != null);
    return items;
  }

  /** The sum of a metric over its labels and the instances. */
  public double metric(String name) {
    return Arrays.stream(ports)
        .mapToObj(port -> send(port, "GET", "/metrics", null).body())
        .flatMap(String::lines)
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The path of a concept. */
  public static String concept(String id) {
    return "/v1/concepts/" + encode(id);
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** Waits until questions are answered and nothing is left to apply. */
  public void awaitReady() {
    Awaitility.await("ready")
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                get("/health/ready").status() == 200
                    && "0".equals(ask("/v1/stats").get("lag").toString()));
  }

  private static JsonNode answered(String question, Reply reply) {
    if (reply.status() != 200) {
      throw new AssertionError(question + ": " + reply);
    }
    return reply.json();
  }

  @Override
  public void close() {
    http.close();
  }
}
