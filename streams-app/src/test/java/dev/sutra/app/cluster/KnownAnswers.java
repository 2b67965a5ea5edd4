package dev.sutra.app.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sutra.app.topology.Topics;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Questions over REST whose right answers are known. An answer may be whole and right, or partial
 * where that is allowed and said, or a 503 that says when to try again. Thread-safe.
 */
final class KnownAnswers {
  // Far beyond the timeouts of the questions: an instance that needs this long hangs.
  private static final Duration HANGS = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final int concepts;
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger whole = new AtomicInteger();
  private final AtomicInteger partial = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /** Knows so many concepts, each with its own word, direction, time, and a successor. */
  KnownAnswers(int concepts) {
    this.concepts = concepts;
  }

  private List<ConceptEvent> events() {
    List<ConceptEvent> events = new ArrayList<>();
    for (int i = 0; i < concepts; i++) {
      Instant time = Instant.ofEpochMilli(1_000L + i);
      events.add(
          ConceptEvents.upsert(id(i)).text(text(i)).vector(vector(i)).timestamp(time).build());
    }
    for (int i = 0; i < concepts; i++) {
      Instant time = Instant.ofEpochMilli(1_000L + i);
      events.add(ConceptEvents.associate(id(i), "NEXT", id((i + 1) % concepts), 1f, 1f, time));
    }
    return events;
  }

  /** Sends them to the topic. */
  void load(String bootstrapServers, Serializer<ConceptEvent> serializer) throws Exception {
    try (Producer<String, ConceptEvent> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), serializer)) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (ConceptEvent event : events()) {
        sent.add(
            producer.send(
                new ProducerRecord<>(Topics.DEFAULT.events(), ConceptEvents.key(event), event)));
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
  }

  private static String id(int number) {
    return "c" + number;
  }

  private static String text(int number) {
    return "word" + number + " common";
  }

  private float[] vector(int number) {
    double angle = 2 * Math.PI * number / concepts;
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }

  int whole() {
    return whole.get();
  }

  int partial() {
    return partial.get();
  }

  int refused() {
    return refused.get();
  }

  /** Writes that were read again. */
  int written() {
    return written.get();
  }

  @Override
  public String toString() {
    return whole
        + " whole, "
        + partial
        + " partial, "
        + refused
        + " refused, "
        + written
        + " own writes read";
  }

  /**
   * Writes a concept and reads it at another instance, as of the write. One thread at a time.
   *
   * @return as {@link #ask}
   */
  @Nullable String write(int port, int otherPort, Random random, int timeoutMs)
      throws InterruptedException {
    String path = "/v1/concepts/w" + random.nextInt(20);
    String text = "version" + random.nextLong();
    HttpRequest.Builder put =
        request(port, path)
            .header("content-type", "application/json")
            .PUT(BodyPublishers.ofString("{\"text\":\"" + text + "\"}"));
    HttpResponse<String> accepted = send(put);
    if (accepted == null || accepted.statusCode() != 202) {
      return null;
    }
    String position = json(accepted.body()).path("position").asText();
    HttpResponse<String> read =
        send(request(otherPort, path + "?timeout_ms=" + timeoutMs + "&min_position=" + position));
    if (read == null || read.statusCode() == 503 || read.statusCode() == 504) {
      return null;
    }
    written.incrementAndGet();
    return read.statusCode() == 200 && json(read.body()).path("text").asText().equals(text)
        ? null
        : path + " is not " + text + " at " + position + ": " + read.body();
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(HANGS);
  }

  /** The answer, or null if nobody listens, or the instance ended meanwhile. */
  private @Nullable HttpResponse<String> send(HttpRequest.Builder request)
      throws InterruptedException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (HttpConnectTimeoutException e) {
      return null;
    } catch (HttpTimeoutException e) {
      throw new IllegalStateException("an instance hangs", e);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Asks an instance something.
   *
   * @param timeoutMs of the question
   * @return what is wrong with the answer; null: nothing, or nobody listens there
   */
  @Nullable String ask(int port, Random random, int timeoutMs) throws InterruptedException {
    int i = random.nextInt(concepts);
    boolean partly = random.nextBoolean();
    String options = "timeout_ms=" + timeoutMs + "&allow_partial=" + partly;
    return switch (random.nextInt(5)) {
      case 0 -> check(port, "/v1/concepts/" + id(i) + "?" + options, null, id(i), false);
      case 1 -> check(port, "/v1/search?limit=1&q=word" + i + "&" + options, null, id(i), partly);
      case 2 -> check(port, "/v1/timeline?limit=1&order=asc&" + options, null, id(0), partly);
      case 3 ->
          // Texts of the neighbors may be missing, which counts as partial.
          check(
              port,
              "/v1/concepts/" + id(i) + "/neighbors?direction=out&" + options,
              null,
              id((i + 1) % concepts),
              true);
      default -> {
        float[] vector = vector(i);
        String body = "{\"vector\":[" + vector[0] + "," + vector[1] + "],\"limit\":1}";
        yield check(port, "/v1/similar?" + options, body, id(i), partly);
      }
    };
  }

  private @Nullable String check(
      int port, String path, @Nullable String body, String right, boolean mayBePartial)
      throws InterruptedException {
    HttpRequest.Builder request = request(port, path);
    if (body != null) {
      request.header("content-type", "application/json").POST(BodyPublishers.ofString(body));
    }
    HttpResponse<String> response = send(request);
    if (response == null) {
      return null;
    }
    String what = path + " gave " + response.statusCode() + " " + response.body();
    if (response.statusCode() == 503) {
      refused.incrementAndGet();
      return response.headers().firstValue("Retry-After").isPresent() ? null : what;
    }
    return response.statusCode() == 200 && isRight(response.body(), right, mayBePartial)
        ? null
        : what;
  }

  private boolean isRight(String body, String right, boolean mayBePartial) {
    JsonNode answer = json(body);
    JsonNode items = answer.has("items") ? answer.get("items") : JSON.createArrayNode().add(answer);
    boolean isPartial = answer.path("partial").asBoolean();
    for (JsonNode item : items) {
      String id = item.path("id").asText();
      String text = id.startsWith("c") ? text(Integer.parseInt(id.substring(1))) : "";
      boolean without = isPartial && item.path("text").isNull();
      if (!item.path("text").asText().equals(text) && !without) {
        return false;
      }
    }
    if (isPartial) {
      partial.incrementAndGet();
      return mayBePartial && !answer.path("partitions").path("failed").isEmpty();
    }
    whole.incrementAndGet();
    return items.size() == 1 && items.get(0).path("id").asText().equals(right);
  }
}
