package dev.sutra.app.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.CommittingClientSupplier;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.record.Concept;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
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
 * that fails after its writes when a process sees it first, so that the transaction is aborted. An
 * output is {@code NUMBER COUNT NONCE}; the nonce tells attempts apart.
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
  private static final Set<String> BOOMED = ConcurrentHashMap.newKeySet();

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
        .addSink("sink", out(application), new StringSerializer(), new StringSerializer(), "count");
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
      if (parts[0].equals("boom") && BOOMED.add(parts[1])) {
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
        try {
          answer(streams, line.split(" ", -1), out);
        } catch (RuntimeException e) {
          out.println("REFUSED " + e);
        }
        out.println("END");
      }
    }
  }

  private static void answer(KafkaStreams streams, String[] question, PrintStream out) {
    ConceptQuery<Map<String, Concept>> rows =
        new ConceptQuery.GetConcepts(
            IntStream.range(0, KEYS).mapToObj(CountingProgram::key).toList());
    switch (question[0]) {
      case "active" -> printRows(ask(streams, rows, true), out);
      case "all" -> printRows(ask(streams, rows, false), out);
      case "committed" -> printRows(ask(streams, rows.committed(), false), out);
      case "search" ->
          ask(
                  streams,
                  new ConceptQuery.TextMatches(new TextSearch(question[1], HITS_MAX, null)),
                  true)
              .values()
              .forEach(hits -> hits.forEach(hit -> out.println("HIT " + hit.id())));
      default -> throw new IllegalArgumentException(question[0]);
    }
  }

  private static void printRows(Map<Integer, Map<String, Concept>> partitions, PrintStream out) {
    partitions.forEach(
        (partition, rows) -> {
          out.println("PARTITION " + partition);
          rows.values()
              .forEach(
                  row ->
                      out.println(
                          String.join(
                              " ",
                              List.of(
                                  "ROW",
                                  row.id(),
                                  String.valueOf(row.attributes().get(NUMBER)),
                                  String.valueOf(row.attributes().get(COUNT)),
                                  String.valueOf(row.attributes().get(NONCE)),
                                  String.valueOf(row.text())))));
        });
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
