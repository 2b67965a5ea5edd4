package dev.sutra.bench.streams;

import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/** A store to measure, and how a processor writes to it. One instance serves one application. */
interface StoreKind {
  /** Name of the first store. */
  String STORE = "store-0";

  String label();

  /** Builders of so many stores, {@code store-0} and up. */
  List<StoreBuilder<?>> builders(int count);

  /** Opens the stores of a task for writing. Called once they are restored. */
  EventWriter open(ProcessorContext<byte[], byte[]> context, int count);

  /** The application with this topology, not started yet. */
  default KafkaStreams application(Topology topology, Properties settings) {
    return new KafkaStreams(topology, settings);
  }

  /** Whether the running application answers that the first store has this key. */
  boolean has(KafkaStreams streams, String key);

  /** Fails unless the first store holds so many keys. */
  void check(KafkaStreams streams, int keys);

  /** Whether a search for a text of one word that only this key has finds it. */
  boolean finds(KafkaStreams streams, String word, String key);

  /** Writes events to the stores of one task, in turn. */
  interface EventWriter extends AutoCloseable {
    void put(byte[] key, byte[] value, long time);

    @Override
    void close();
  }
}
