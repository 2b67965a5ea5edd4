package dev.sutra.app.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.schemas.ConceptEventJson;
import dev.sutra.schemas.ConceptEventSerializer;
import dev.sutra.schemas.SchemaRegistryClient;
import dev.sutra.schemas.SchemaRegistryException;
import dev.sutra.schemas.SchemaRegistryUnavailableException;
import dev.sutra.schemas.avro.ConceptEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class ProduceTest {
  private static final ProduceFailures FAILURES = new ProduceFailures("b:1", "t/", "http://r", 1);

  @TempDir Path dir;
  private final StringWriter err = new StringWriter();

  private static MockProducer<String, ConceptEvent> producer(boolean complete) {
    SchemaRegistryClient registry =
        SchemaRegistryClient.create(Map.of("schema.registry.url", "mock://produce"));
    return new MockProducer<>(
        complete, null, new StringSerializer(), new ConceptEventSerializer(registry));
  }

  private EventSender.Result send(MockProducer<String, ConceptEvent> producer, String text)
      throws IOException {
    return send(producer, text.getBytes(StandardCharsets.UTF_8));
  }

  private EventSender.Result send(MockProducer<String, ConceptEvent> producer, byte[] bytes)
      throws IOException {
    return new EventSender(producer, "events", new PrintWriter(err))
        .send(new ByteArrayInputStream(bytes), (sent, read) -> {});
  }

  private int run(String... arguments) {
    CommandLine command = new CommandLine(new ProduceCommand());
    command.setOut(new PrintWriter(new StringWriter()));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  @Test
  void eventsAreKeyedByTheirId() throws Exception {
    MockProducer<String, ConceptEvent> producer = producer(true);
    EventSender.Result result =
        send(
            producer,
            """
            {"op":"upsert","id":"a","text":"t"}

            {"op":"associate","source":"a","type":"t","target":"b"}\r
            {"op":"delete","id":"c"}\
            """);
    assertEquals(new EventSender.Result(3, 0, null), result);
    List<String> keys = new ArrayList<>();
    for (ProducerRecord<String, ConceptEvent> sent : producer.history()) {
      assertEquals("events", sent.topic());
      keys.add(sent.key());
    }
    assertEquals(List.of("a", "a", "c"), keys);
    assertEquals("", err.toString());
  }

  @Test
  void badLinesAreReportedAndOthersAreSent() throws Exception {
    String longId = "x".repeat(300);
    EventSender.Result result =
        send(
            producer(true),
            "{\"op\":\"upsert\",\"id\":\"a\"}\n"
                + "nonsense\n"
                + "{\"op\":\"delete\",\"id\":\""
                + longId
                + "\"}\n"
                + "{\"op\":\"upsert\",\"id\":\"v\",\"vector\":[NaN]}\n"
                + "{\"op\":\"upsert\",\"id\":\"n\",\"attributes\":{\"a\":{\"b\":{}}}}\n"
                + "{\"op\":\"delete\",\"id\":\"b\"}\n");
    assertEquals(2, result.sent());
    assertEquals(4, result.bad());
    assertNull(result.failure());
    List<String> lines = err.toString().lines().toList();
    assertTrue(lines.get(0).startsWith("line 2: not valid JSON"), err.toString());
    assertTrue(lines.get(1).startsWith("line 3: id is longer than 256"), err.toString());
    assertTrue(lines.get(2).startsWith("line 4: not valid JSON"), err.toString());
    assertTrue(lines.get(3).startsWith("line 5: "), err.toString());
  }

  @Test
  void lineThatIsNotUtf8IsBad() throws Exception {
    byte[] latin1 =
        "{\"op\":\"upsert\",\"id\":\"é\"}\n{\"op\":\"delete\",\"id\":\"b\"}"
            .getBytes(StandardCharsets.ISO_8859_1);
    EventSender.Result result = send(producer(true), latin1);
    assertEquals(new EventSender.Result(1, 1, null), result);
    assertTrue(err.toString().startsWith("line 1: "), err.toString());
  }

  @Test
  void overlongLineIsSkippedWithoutKeepingIt() throws Exception {
    byte[] bytes = new byte[ConceptEventJson.JSON_BYTES_MAX + 10];
    Arrays.fill(bytes, (byte) ' ');
    bytes[bytes.length - 1] = '\n';
    EventSender.Result result = send(producer(true), bytes);
    assertEquals(new EventSender.Result(0, 1, null), result);
    assertTrue(err.toString().startsWith("line 1: longer than"), err.toString());
  }

  @Test
  void eventThatTheTopicRefusesIsABadLine() throws Exception {
    try (MockProducer<String, ConceptEvent> producer = producer(false)) {
      producer.sendException = null;
      EventSender sender = new EventSender(producer, "events", new PrintWriter(err));
      String text = "{\"op\":\"delete\",\"id\":\"a\"}\n{\"op\":\"delete\",\"id\":\"b\"}\n";
      boolean[] failed = new boolean[1];
      EventSender.Result result =
          sender.send(
              new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
              (sent, read) -> {
                if (!failed[0]) {
                  failed[0] = producer.errorNext(new RecordTooLargeException("too large"));
                }
              });
      assertEquals(new EventSender.Result(1, 1, null), result);
      assertTrue(err.toString().startsWith("line 1: the event is larger"), err.toString());
    }
  }

  @Test
  void brokerThatGoesAwayEndsIt() throws Exception {
    MockProducer<String, ConceptEvent> producer = producer(true);
    producer.sendException = new TimeoutException("no metadata");
    String line = "{\"op\":\"delete\",\"id\":\"a\"}\n";
    EventSender.Result result = send(producer, line.repeat(5));
    assertEquals(0, result.sent());
    assertEquals(0, result.bad());
    assertNotNull(result.failure());
    assertEquals(0, producer.history().size());
  }

  @Test
  void byteOrderMarksAreNoPartOfALine() throws Exception {
    String event = "\uFEFF{\"op\":\"delete\",\"id\":\"a\"}\n";
    assertEquals(
        new EventSender.Result(2, 0, null), send(producer(true), event + event + "\uFEFF"));
    assertEquals("", err.toString());
  }

  @Test
  void aSchemaThatTheRegistryRefusesEndsItAtTheFirstLine() throws Exception {
    SchemaRegistryException refusal = refusal("409", "{\"error_code\":409,\"message\":\"no\"}");
    MockProducer<String, ConceptEvent> producer = producer(true);
    producer.sendException = new SerializationException(refusal.getMessage(), refusal);
    EventSender.Result result = send(producer, "{\"op\":\"delete\",\"id\":\"a\"}\n".repeat(5));
    assertEquals(0, result.bad());
    assertNotNull(result.failure());
    CommandFailure told = FAILURES.of(result.failure());
    assertEquals(ExitCodes.REFUSED, told.exitCode());
    assertTrue(String.valueOf(told.getMessage()).contains("answered 409 (no)"), told::getMessage);
  }

  /** What a client of the registry says when that answers so. */
  private static SchemaRegistryException refusal(String status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(Integer.parseInt(status), bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (SchemaRegistryClient client =
        SchemaRegistryClient.create(Map.of("schema.registry.url", url))) {
      return assertThrows(SchemaRegistryException.class, () -> client.schemaById(7));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aRegistryThatAnswersOtherwiseIsNotSaidToBeAway() throws Exception {
    SchemaRegistryException answer = refusal("404", "no such page");
    CommandFailure told =
        FAILURES.of(new SchemaRegistryUnavailableException(answer.getMessage(), answer));
    assertEquals(ExitCodes.REFUSED, told.exitCode());
    assertTrue(
        String.valueOf(told.getMessage()).contains("answered 404, but not as a schema registry"),
        told::getMessage);
    assertTrue(String.valueOf(told.getMessage()).contains("fetch schema id 7"), told::getMessage);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new TimeoutException("no metadata"), 3, "cannot reach the broker b:1"),
        Arguments.of(new UnknownTopicOrPartitionException("no"), 1, "there is no topic t/ on b:1"),
        Arguments.of(new InvalidTopicException("no"), 2, "--topic t/ is not a valid topic name"),
        Arguments.of(new TopicAuthorizationException(Set.of("t/")), 1, "does not permit writing"),
        Arguments.of(new SaslAuthenticationException("no"), 1, "rejected the authentication"),
        Arguments.of(new KafkaException(), 1, "the broker b:1 refused: unknown reason"),
        Arguments.of(
            new SchemaRegistryUnavailableException(
                "could not register: http://r did not answer", new KafkaException()),
            3,
            "cannot reach the schema registry http://r: could not register"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureNamesWhoSaidNo(Exception failure, int code, String words) {
    CommandFailure told = FAILURES.of(failure);
    assertEquals(code, told.exitCode());
    String message = String.valueOf(told.getMessage());
    assertTrue(message.contains(words), message);
    assertFalse(message.contains("org.apache") || message.contains("null"), message);
  }

  @Test
  void unreachableBrokerHasExitCodeThree() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Path file = Files.writeString(dir.resolve("e.jsonl"), "{\"op\":\"delete\",\"id\":\"a\"}\n");
    assertEquals(3, run("--bootstrap", "127.0.0.1:" + free, "--timeout", "1", file.toString()));
    assertTrue(
        err.toString().contains("cannot reach the broker 127.0.0.1:" + free + " within 1 s"),
        err.toString());
  }

  @Test
  void wrongUsageHasExitCodeTwo() throws Exception {
    assertEquals(2, run());
    assertEquals(2, run(dir.resolve("missing").toString()));
    assertTrue(err.toString().contains("cannot be read"), err.toString());
    Path file = Files.writeString(dir.resolve("e.jsonl"), "");
    assertEquals(2, run("--timeout", "0", file.toString()));
    assertEquals(2, run("--bootstrap", "no port", file.toString()));
  }
}
