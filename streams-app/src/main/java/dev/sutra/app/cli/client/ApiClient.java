package dev.sutra.app.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.message.PlainText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A REST client of an instance, with timeouts. */
final class ApiClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(65);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A response, as text and as a tree. */
  record Answer(String raw, JsonNode json) {}

  private final String base;
  private final @Nullable String key;

  /**
   * A client of an instance.
   *
   * @param key sent with each request; null: none is
   * @throws CommandFailure if the address is not one of HTTP
   */
  ApiClient(String url, @Nullable String key) throws CommandFailure {
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
        throw new CommandFailure(
            ExitCodes.USAGE,
            "--url " + PlainText.forTerminal(url) + " is not like http://HOST:PORT");
      }
    } catch (URISyntaxException e) {
      throw new CommandFailure(
          ExitCodes.USAGE, "--url " + PlainText.forTerminal(url) + " is not like http://HOST:PORT");
    }
    this.key = key;
    this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** Names and values of a query; null values are left out. */
  static final class Query {
    private final List<String> pairs = new ArrayList<>();

    Query add(String name, @Nullable Object value) {
      if (value != null) {
        pairs.add(name + "=" + encode(value.toString()));
      }
      return this;
    }

    @Override
    public String toString() {
      return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }
  }

  /** Encodes a segment of a path, or a value of a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Answer get(String path, Query query) throws CommandFailure {
    return send(HttpRequest.newBuilder(URI.create(base + path + query)).GET());
  }

  Answer post(String path, JsonNode body) throws CommandFailure {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private Answer send(HttpRequest.Builder request) throws CommandFailure {
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build()) {
      HttpResponse<String> response =
          http.send(request.timeout(ANSWER_TIMEOUT).build(), BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new CommandFailure(ExitCodes.REFUSED, problem(response));
      }
      return answer(response.body());
    } catch (IOException e) {
      String why = e.getMessage();
      throw new CommandFailure(
          ExitCodes.UNREACHABLE,
          "cannot reach "
              + base
              + (why == null ? "" : ": " + PlainText.forTerminal(why))
              + "; is it running? (set another with --url)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCodes.UNREACHABLE, "interrupted");
    }
  }

  private Answer answer(String body) throws IOException, CommandFailure {
    try {
      JsonNode json = JSON.readTree(body);
      if (json.isObject()) {
        return new Answer(body, json);
      }
    } catch (JsonProcessingException e) {
      // Reported like any other response that is not from Sutra.
      throw notSutra();
    }
    throw notSutra();
  }

  private CommandFailure notSutra() {
    return new CommandFailure(
        ExitCodes.REFUSED,
        "the response of "
            + base
            + " is not from Sutra; is it an instance? (set another with --url)");
  }

  private static String problem(HttpResponse<String> response) {
    String detail = "";
    try {
      detail = JSON.readTree(response.body()).path("detail").asText("");
    } catch (IOException e) {
      detail = "the response is not from Sutra";
    }
    return "the server answered "
        + response.statusCode()
        + (detail.isEmpty() ? "" : ": " + PlainText.forTerminal(detail))
        + (response.statusCode() == 401 ? " (set --key-file or SUTRA_KEY)" : "");
  }
}
