package dev.sutra.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.kafka.routing.Instance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryAllInstancesIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int PARTITIONS = 4;
  private static final int TEXTS = 20;
  private static final String SECRET = "the secret of the examples";

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void eachInstanceAnswersForAll() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
      String brokers = broker.bootstrapServers();
      fill(brokers);
      String one = address();
      String two = address();
      try (QueryAllInstances first = start(brokers, one)) {
        awaitAll(one);
        try (QueryAllInstances second = start(brokers, two)) {
          // Each of both holds some of the partitions, and still finds the texts of all.
          await().atMost(SOON).until(() -> actives(first).equals(List.of(2L, 2L)));
          awaitAll(one);
          awaitAll(two);
          assertEquals(List.of(2L, 2L), actives(second));
          assertEquals(400, ask(one, "?!").statusCode());
        }
      }
    }
  }

  /** The number of active partitions of each instance, as one of them sees it. */
  private static List<Long> actives(QueryAllInstances instance) throws InterruptedException {
    return instance.instances().stream()
        .map(each -> each.copies().stream().filter(Instance.Copy::active).count())
        .toList();
  }

  private QueryAllInstances start(String brokers, String address) throws Exception {
    Path state = directory.resolve("state-" + address.substring(address.indexOf(':') + 1));
    return new QueryAllInstances(brokers, address, state.toString(), SECRET);
  }

  /** Waits until each text is found; before that, an answer is incomplete or a 503. */
  private void awaitAll(String address) {
    for (int i = 0; i < TEXTS; i++) {
      String text = "number " + i;
      String line = "k" + i + " " + text;
      await()
          .atMost(SOON)
          .until(
              () -> {
                HttpResponse<String> response = ask(address, text);
                return response.statusCode() == 200
                    && response.body().lines().findFirst().orElse("").endsWith(line);
              });
    }
  }

  private HttpResponse<String> ask(String address, String text)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/nearest"))
            .POST(HttpRequest.BodyPublishers.ofString(text))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static void fill(String brokers) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", brokers);
    try (Admin admin = Admin.create(config);
        Producer<String, String> producer =
            new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic("texts", PARTITIONS, (short) 1))).all().get();
      for (int i = 0; i < TEXTS; i++) {
        producer.send(new ProducerRecord<>("texts", "k" + i, "number " + i)).get();
      }
    }
  }

  /** A free one. */
  private static String address() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }
}
