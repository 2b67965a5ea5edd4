package dev.sutra.bench.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka Streams application that puts each event into a store, and forwards events whose key
 * begins with {@code probe}.
 */
final class Application implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);
  private static final String PROCESSOR = "put";
  private static final int SESSION_MS = 6_000;

  private final KafkaStreams streams;
  private final Restores restores = new Restores();
  private final CountDownLatch running = new CountDownLatch(1);
  private volatile long runningNanos;

  /**
   * Prepares one; {@link #start} starts it.
   *
   * @param settings of Kafka Streams, which override the usual ones here
   */
  Application(
      Topics topics, StoreKind kind, int stores, Progress progress, Map<String, ?> settings) {
    Properties all = new Properties();
    all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers());
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    all.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    // A static member that leaves takes its tasks up at once when it comes back.
    all.put(StreamsConfig.mainConsumerPrefix("group.instance.id"), "one");
    all.put(StreamsConfig.mainConsumerPrefix("session.timeout.ms"), SESSION_MS);
    all.putAll(settings);
    streams = kind.application(topology(topics, kind, stores, progress), all);
    streams.setGlobalStateRestoreListener(restores);
    streams.setUncaughtExceptionHandler(
        failure -> {
          LOG.error("the application failed", failure);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            runningNanos = System.nanoTime();
            running.countDown();
          }
        });
  }

  /** The settings that tell one application from another. */
  static Map<String, Object> settings(String id, Path state, boolean exactlyOnce) {
    return Map.of(
        StreamsConfig.APPLICATION_ID_CONFIG,
        id,
        StreamsConfig.STATE_DIR_CONFIG,
        state.toString(),
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        exactlyOnce ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
  }

  private static Topology topology(Topics topics, StoreKind kind, int stores, Progress progress) {
    Topology topology =
        new Topology()
            .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.in())
            .addProcessor(PROCESSOR, () -> new Put(kind, stores, progress), "in");
    kind.builders(stores).forEach(builder -> topology.addStateStore(builder, PROCESSOR));
    return topology.addSink(
        "out", topics.out(), new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
  }

  private static final class Put implements Processor<byte[], byte[], byte[], byte[]> {
    private final StoreKind kind;
    private final int stores;
    private final Progress progress;
    private ProcessorContext<byte[], byte[]> context;
    private StoreKind.EventWriter writer;

    @SuppressWarnings("NullAway") // init comes first.
    Put(StoreKind kind, int stores, Progress progress) {
      this.kind = kind;
      this.stores = stores;
      this.progress = progress;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
      this.context = context;
      writer = kind.open(context, stores);
    }

    @Override
    public void process(Record<byte[], byte[]> event) {
      progress.begin();
      writer.put(event.key(), event.value(), event.timestamp());
      if (event.key()[0] == Topics.PROBE.charAt(0)) {
        context.forward(event);
      }
      progress.end();
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  /** What was restored, and in which time. */
  private static final class Restores implements StateRestoreListener {
    private long records;
    private long firstNanos;
    private long lastNanos;

    @Override
    public synchronized void onRestoreStart(
        TopicPartition partition, String store, long start, long end) {
      if (firstNanos == 0) {
        firstNanos = System.nanoTime();
      }
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long end, long batch) {
      // Counted at the end.
    }

    @Override
    public synchronized void onRestoreEnd(TopicPartition partition, String store, long total) {
      records += total;
      lastNanos = System.nanoTime();
    }

    synchronized long records() {
      return records;
    }

    synchronized long firstNanos() {
      return firstNanos;
    }

    synchronized double rate() {
      return records * 1e9 / (lastNanos - firstNanos);
    }
  }

  void start() {
    streams.start();
  }

  /** Waits until it has been running; gives the {@link System#nanoTime} when it began to. */
  long awaitRunning() throws InterruptedException, TimeoutException {
    if (!running.await(30, TimeUnit.MINUTES)) {
      throw new TimeoutException("the application does not run after half an hour");
    }
    return runningNanos;
  }

  KafkaStreams streams() {
    return streams;
  }

  long restored() {
    return restores.records();
  }

  long restoreBeganNanos() {
    return restores.firstNanos();
  }

  /** Records a second, from the begin of the first restore to the end of the last. */
  double restoreRate() {
    return restores.rate();
  }

  @Override
  public void close() {
    if (!streams.close(Duration.ofMinutes(5))) {
      throw new IllegalStateException("the application does not close");
    }
  }
}
