package dev.sutra.app.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.CommittingClientSupplier;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.record.Concept;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;

/**
 * An application whose answers depend on each event before: it counts the events of each key, in a
 * concept store, under exactly-once.
 *
 * <p>An event is {@code put NUMBER}, {@code del NUMBER} or {@code boom NUMBER}; the last is a put
 * that fails after its writes when it is seen first, so that the transaction is aborted. An output
 * is {@code NUMBER COUNT NONCE}; the nonce tells attempts apart.
 */
final class CountingProgram {
  static final String STORE = "counts";
  static final int KEYS = 300;
  static final String RESTORED = "RESTORED ";
  static final String FAILED = "FAILED ";

  private static final String COUNT = "count";
  private static final String NUMBER = "number";
  private static final String NONCE = "nonce";
  private static final long GARBAGE = -1;
  private static final int HITS_MAX = 1_000;

  private CountingProgram() {}

  static String in(String application) {
    return application + "-in";
  }

  static String out(String application) {
    return application + "-out";
  }

  static String key(int number) {
    return "k" + number;
  }

  /** Where the events and outputs of a key are, of that many partitions. */
  static int partition(int number, int partitions) {
    return number % partitions;
  }

  /** The text of a concept: a word that only this event has, and one that all have. */
  static String text(long number) {
    return "event" + number + " common";
  }

  /** Arguments: pairs of a setting of Kafka Streams and its value. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    Properties settings = new Properties();
    for (int i = 0; i < arguments.length; i += 2) {
      settings.put(arguments[i], arguments[i + 1]);
    }
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 3);
    settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    settings.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), 5_000);
    // Moves are meant to be seen within a test.
    settings.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000);
    CommittingClientSupplier clients = new CommittingClientSupplier();
    try (KafkaStreams streams =
        new KafkaStreams(
            topology(settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG), clients),
            settings,
            clients)) {
      streams.setGlobalStateRestoreListener(listener(out));
      streams.setStateListener((now, before) -> out.println("STATE " + now));
      streams.setUncaughtExceptionHandler(
          failure -> {
            out.println(FAILED + failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
          });
      Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(30))));
      streams.start();
      answer(streams, out);
    }
  }

  private static StateRestoreListener listener(PrintStream out) {
    return new StateRestoreListener() {
      @Override
      public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
        // Counted at the end.
      }

      @Override
      public void onBatchRestored(TopicPartition partition, String store, long end, long batch) {
        // Counted at the end.
      }

      @Override
      public void onRestoreEnd(TopicPartition partition, String store, long total) {
        out.println(RESTORED + partition.partition() + " " + total);
      }
    };
  }

  private static Topology topology(String application, CommittingClientSupplier clients) {
    return new Topology()
        .addSource("source", new StringDeserializer(), new StringDeserializer(), in(application))
        .addProcessor("count", Count::new, "source")
        .addStateStore(
            ConceptStores.persistent(STORE)
                .withDimension(2)
                .withMemtableBytesMax(1 << 20)
                .withClientSupplier(clients),
            "count")
        .addSink(
            "sink",
            out(application),
            new StringSerializer(),
            new StringSerializer(),
            (topic, key, value, partitions) ->
                Optional.of(Set.of(partition(Integer.parseInt(key.substring(1)), partitions))),
            "count");
  }

  private static final class Count extends ContextualProcessor<String, String, String, String> {
    private final String nonce = UUID.randomUUID().toString();
    private long attempts;

    @Override
    public void process(Record<String, String> event) {
      ConceptStore store = context().getStateStore(STORE);
      String[] parts = event.value().split(" ", -1);
      long number = Long.parseLong(parts[1]);
      Concept old = store.get(event.key());
      long count =
          old != null && old.attributes().get(COUNT) instanceof Long before ? before + 1 : 1;
      String attempt = nonce + "-" + attempts++;
      if (parts[0].equals("boom") && isFirst(parts[1])) {
        write(store, event, number, GARBAGE, attempt);
        throw new IllegalStateException("an event that fails once: " + number);
      }
      if (parts[0].equals("del")) {
        store.delete(event.key(), (association, half) -> {});
        context().forward(event.withValue(number + " 0 " + attempt));
        return;
      }
      write(store, event, number, count, attempt);
      // What was just written is found.
      if (store.search(new TextSearch("event" + number, 1, null)).isEmpty()) {
        throw new IllegalStateException("an own write is not found: " + number);
      }
    }

    /** Of all processes, which share the directory above their own: the partition may move. */
    private boolean isFirst(String number) {
      Object own =
          Objects.requireNonNull(context().appConfigs().get(StreamsConfig.STATE_DIR_CONFIG));
      try {
        Files.createFile(
            Path.of(own.toString())
                .resolveSibling(context().applicationId() + "-failed-" + number));
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void write(
        ConceptStore store, Record<String, String> event, long number, long count, String attempt) {
      store.put(
          Concept.builder(event.key())
              .text(text(number))
              .attributes(Map.of(NUMBER, number, COUNT, count, NONCE, attempt))
              .createdAt(event.timestamp())
              .updatedAt(event.timestamp())
              .build());
      context().forward(event.withValue(number + " " + count + " " + attempt));
    }
  }

  /** Answers until standard input ends. */
  private static void answer(KafkaStreams streams, PrintStream out) throws Exception {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        List<String> answer;
        try {
          answer = answer(streams, line.split(" ", -1));
        } catch (RuntimeException e) {
          answer = List.of("REFUSED " + e.toString().replace('\n', ' '));
        }
        // At once, so that nothing comes between its lines.
        out.println(
            Stream.concat(Stream.of(ChildProcess.ANSWER + answer.size()), answer.stream())
                .collect(Collectors.joining("\n")));
      }
    }
  }

  private static List<String> answer(KafkaStreams streams, String[] question) {
    ConceptQuery<Map<String, Concept>> rows =
        new ConceptQuery.GetConcepts(
            IntStream.range(0, KEYS).mapToObj(CountingProgram::key).toList());
    return switch (question[0]) {
      case "active" -> lines(ask(streams, rows, true), CountingProgram::rows);
      case "all" -> lines(ask(streams, rows, false), CountingProgram::rows);
      case "committed" -> lines(ask(streams, rows.committed(), false), CountingProgram::rows);
      case "search" ->
          lines(
              ask(
                  streams,
                  new ConceptQuery.TextMatches(new TextSearch(question[1], HITS_MAX, null)),
                  true),
              hits -> hits.stream().map(hit -> "HIT " + hit.id()));
      default -> throw new IllegalArgumentException(question[0]);
    };
  }

  private static <R> List<String> lines(
      Map<Integer, R> partitions, Function<R, Stream<String>> lines) {
    List<String> all = new ArrayList<>();
    partitions.forEach(
        (partition, answer) -> {
          all.add("PARTITION " + partition);
          lines.apply(answer).forEach(all::add);
        });
    return all;
  }

  private static Stream<String> rows(Map<String, Concept> rows) {
    return rows.values().stream().map(CountingProgram::line);
  }

  private static String line(Concept row) {
    return "ROW %s %s %s %s %s"
        .formatted(
            row.id(),
            row.attributes().get(NUMBER),
            row.attributes().get(COUNT),
            row.attributes().get(NONCE),
            row.text());
  }

  private static <R> Map<Integer, R> ask(KafkaStreams streams, Query<R> query, boolean active) {
    StateQueryRequest<R> request = StateQueryRequest.inStore(STORE).withQuery(query);
    Map<Integer, QueryResult<R>> results =
        streams.query(active ? request.requireActive() : request).getPartitionResults();
    Map<Integer, R> answers = new TreeMap<>();
    results.forEach(
        (partition, result) -> {
          if (result.isSuccess()) {
            answers.put(partition, result.getResult());
          }
        });
    return answers;
  }
}
