package dev.sutra.app.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedBrokerTest {
  private static final String TOPIC = "things";

  @TempDir private Path directory;

  private static void createTopic(EmbeddedBroker broker)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
    }
  }

  /** Sends in a transaction, which needs the coordinator's topic and its replication factor. */
  private static void send(EmbeddedBroker broker, String value)
      throws ExecutionException, InterruptedException {
    Map<String, Object> config =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "sender");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, value.getBytes(StandardCharsets.UTF_8))).get();
      producer.commitTransaction();
    }
  }

  /** Reads as a group, which needs the offsets topic, until so many values are there. */
  private static List<String> receive(EmbeddedBroker broker, String group, int count) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "group.id",
            group,
            "auto.offset.reset",
            "earliest",
            "isolation.level",
            "read_committed");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(100))
                    .forEach(r -> values.add(new String(r.value(), StandardCharsets.UTF_8)));
                return values.size() >= count;
              });
      consumer.commitSync();
    }
    return values;
  }

  private BrokerException startFails(int port) {
    return assertThrows(
        BrokerException.class,
        () -> {
          // Closed only if it starts against expectation.
          try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port)) {
            assertEquals("", broker.bootstrapServers());
          }
        });
  }

  @Test
  void dataOutliveARestartOnOtherPorts() throws Exception {
    String address;
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
      address = broker.bootstrapServers();
      createTopic(broker);
      send(broker, "first");
      assertEquals(List.of("first"), receive(broker, "readers", 1));
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory, freePortOtherThan(address))) {
      assertNotEquals(address, broker.bootstrapServers());
      send(broker, "second");
      assertEquals(List.of("second"), receive(broker, "readers", 1));
      List<String> all = receive(broker, "others", 2);
      all.sort(null);
      assertEquals(List.of("first", "second"), all);
    }
  }

  private static int freePortOtherThan(String address) throws IOException {
    int port;
    do {
      try (ServerSocket socket = new ServerSocket(0)) {
        port = socket.getLocalPort();
      }
    } while (address.endsWith(":" + port));
    return port;
  }

  @Test
  void aDirectoryHasOneBrokerAtATime() {
    EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
    try {
      assertTrue(broker.bootstrapServers().startsWith("127.0.0.1:"));
      assertEquals(
          "another broker is using the directory " + directory.toAbsolutePath(),
          startFails(0).getMessage());
    } finally {
      broker.close();
      broker.close();
    }
  }

  @Test
  void aPortInUseIsNamedAndTheDirectoryGivenBack() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();

      String expected = "port " + port + " on 127.0.0.1 cannot be used: ";
      String first = String.valueOf(startFails(port).getMessage());
      assertTrue(first.startsWith(expected), first);
      String second = String.valueOf(startFails(port).getMessage());
      assertTrue(second.startsWith(expected), second);
    }
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    directory = file.resolve("broker");

    String message = String.valueOf(startFails(0).getMessage());
    assertTrue(
        message.startsWith("the broker's directory " + directory + " cannot be written"), message);
  }

  @Test
  void aDamagedDirectoryIsRefusedAndGivenBack() throws IOException {
    Path log = Files.createDirectories(directory.resolve("log"));
    Files.writeString(log.resolve("meta.properties"), "version=1\nnode.id=77\ncluster.id=x\n");

    for (int i = 0; i < 2; i++) {
      String message = String.valueOf(startFails(0).getMessage());
      assertTrue(message.startsWith("the embedded broker does not start: "), message);
    }
  }

  @Test
  void anImpossiblePortIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> EmbeddedBroker.start(directory, 65_536));
  }
}
