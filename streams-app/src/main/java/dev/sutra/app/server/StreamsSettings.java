package dev.sutra.app.server;

import dev.sutra.app.topology.EventTimes;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.HostInfo;

/** The settings of Kafka Streams for an instance. */
final class StreamsSettings {
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());

  private StreamsSettings() {}

  /**
   * The settings of an instance.
   *
   * @param address for the other instances
   */
  static Properties of(AppConfig config, HostInfo address) {
    Properties settings = of(config);
    if (!address.equals(HostInfo.unavailable())) {
      settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address.host() + ":" + address.port());
    }
    return settings;
  }

  static Properties of(AppConfig config) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, THREADS);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.replicationFactor());
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, RefusedOutput.class);
    settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, EventTimes.class);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicLimits.BYTES_MAX);
    // A new instance starts with the first event, not with the latest.
    settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    // Embedding takes milliseconds per event: polls are kept small.
    settings.put(StreamsConfig.mainConsumerPrefix("max.poll.records"), 500);
    settings.put(StreamsConfig.restoreConsumerPrefix("max.poll.records"), 5_000);
    // An interrupted transaction is aborted after this time instead of a minute, and its task
    // restarts; the broker may be back earlier.
    settings.put(StreamsConfig.producerPrefix("max.block.ms"), 15_000);
    settings.putAll(config.kafka());
    return settings;
  }

  /** The largest record that the stream's producer sends, in bytes. */
  static int requestBytesMax(AppConfig config) {
    Object max =
        new StreamsConfig(of(config))
            .getProducerConfigs("any")
            .get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    return Integer.parseInt(String.valueOf(max));
  }
}
