package dev.sutra.bench.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Kafka Streams' own store, with its own RocksDB. */
final class RocksKind implements StoreKind {
  private final boolean cached;

  /**
   * Chooses the stores.
   *
   * @param cached whether a record cache lies before the store, of 10 MiB as by default
   */
  RocksKind(boolean cached) {
    this.cached = cached;
  }

  @Override
  public String label() {
    return cached ? "RocksDB, cached" : "RocksDB";
  }

  @Override
  public List<StoreBuilder<?>> builders(int count) {
    List<StoreBuilder<?>> builders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StoreBuilder<KeyValueStore<byte[], byte[]>> builder =
          Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore("store-" + i), Serdes.ByteArray(), Serdes.ByteArray());
      builders.add(cached ? builder.withCachingEnabled() : builder.withCachingDisabled());
    }
    return builders;
  }

  @Override
  public EventWriter open(ProcessorContext<byte[], byte[]> context, int count) {
    List<KeyValueStore<byte[], byte[]>> stores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stores.add(context.getStateStore("store-" + i));
    }
    return new EventWriter() {
      private int next;

      @Override
      public void put(byte[] key, byte[] value, long time) {
        stores.get(next++ % count).put(key, value);
      }

      @Override
      public void close() {
        // Kafka Streams closes the stores.
      }
    };
  }

  @Override
  public boolean has(KafkaStreams streams, String key) {
    // Not by a KeyQuery: in Kafka 4.3.1 it takes the locks of position and store in the opposite
    // order of a put, and the two can block each other for ever.
    try {
      return store(streams).get(key.getBytes(UTF_8)) != null;
    } catch (InvalidStateStoreException e) {
      return false;
    }
  }

  private static ReadOnlyKeyValueStore<byte[], byte[]> store(KafkaStreams streams) {
    return streams.store(
        StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.keyValueStore()));
  }

  @Override
  public void check(KafkaStreams streams, int keys) {
    int found = 0;
    try (KeyValueIterator<byte[], byte[]> all = store(streams).all()) {
      while (all.hasNext()) {
        all.next();
        found++;
      }
    }
    if (found != keys) {
      throw new IllegalStateException(found + " keys instead of " + keys);
    }
  }

  /** It can only be asked for the key. */
  @Override
  public boolean finds(KafkaStreams streams, String word, String key) {
    return has(streams, key);
  }
}
