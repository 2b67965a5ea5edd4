package dev.sutra.kafka;

import dev.sutra.engine.EngineOptions;
import dev.sutra.vector.Similarity;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Says how a {@link ConceptStore} is kept, and builds one for each task. To be given to {@code
 * Topology.addStateStore}; or to {@code Topology.addGlobalStore}, where each instance keeps a whole
 * topic and Kafka Streams reads it through the processor again when the store is gone. {@code
 * Topology.addReadOnlyStateStore} is refused: see {@link #withLoggingDisabled}.
 *
 * <p>Dimension, similarity and analyzer are fixed by a store's first start: changing them later
 * needs a new store, or a reset of the application.
 *
 * <p>Logging is on. Without it a store is on the disk alone, as of its last commit: it loses what
 * was written since then if its process dies.
 */
public final class ConceptStoreBuilder implements StoreBuilder<ConceptStore> {
  private static final int NAME_LENGTH_MAX = 200;
  private static final int DIMENSION_DEFAULT = 384;

  private final String name;
  private EngineOptions options = EngineOptions.underOuterLog(DIMENSION_DEFAULT);
  private Map<String, String> logConfig = Map.of();
  private boolean loggingEnabled = true;
  private @Nullable CommittingClientSupplier clients;

  ConceptStoreBuilder(String name) {
    checkName(name);
    this.name = name;
  }

  /** The length of every vector; 384 unless told. */
  public ConceptStoreBuilder withDimension(int dimension) {
    options =
        EngineOptions.underOuterLog(dimension)
            .withSimilarity(options.similarity())
            .withAnalyzer(options.analyzer())
            .withMemtableBytesMax(options.memtableBytesMax());
    return this;
  }

  /** How vectors are compared; cosine unless told. */
  public ConceptStoreBuilder withSimilarity(Similarity similarity) {
    options = options.withSimilarity(similarity);
    return this;
  }

  /** The name of the text analyzer; {@code english} unless told. */
  public ConceptStoreBuilder withAnalyzer(String analyzer) {
    options = options.withAnalyzer(analyzer);
    return this;
  }

  /** Heap bytes that fresh writes of one task may take before they are flushed to a segment. */
  public ConceptStoreBuilder withMemtableBytesMax(long memtableBytesMax) {
    options = options.withMemtableBytesMax(memtableBytesMax);
    return this;
  }

  /**
   * Lets the store commit with each transaction under {@code exactly_once_v2}, so that a killed
   * process has little to restore. The same supplier goes to the constructor of {@code
   * KafkaStreams}.
   */
  public ConceptStoreBuilder withClientSupplier(CommittingClientSupplier supplier) {
    clients = supplier;
    return this;
  }

  /**
   * Not supported: the store has its own memtable, and a cache before it would hide fresh writes
   * from searches.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public StoreBuilder<ConceptStore> withCachingEnabled() {
    throw new UnsupportedOperationException(
        "store " + name + ": a concept store has no record cache; leave caching disabled");
  }

  /** Changes nothing: caching is always off. */
  @Override
  public ConceptStoreBuilder withCachingDisabled() {
    return this;
  }

  /** Keeps a changelog topic with these topic settings, which is the default (without settings). */
  @Override
  public ConceptStoreBuilder withLoggingEnabled(Map<String, String> config) {
    logConfig = Map.copyOf(config);
    loggingEnabled = true;
    return this;
  }

  /**
   * Keeps no changelog topic.
   *
   * @throws UnsupportedOperationException if it is {@code Topology.addReadOnlyStateStore} that asks
   *     for it: Kafka Streams would restore such a store from its source topic as it is, past the
   *     processor, and without the times and offsets of the records
   */
  @Override
  public ConceptStoreBuilder withLoggingDisabled() {
    if (isAskedForReadOnly()) {
      throw new UnsupportedOperationException(
          "store "
              + name
              + ": Topology.addReadOnlyStateStore would restore the source topic as rows of the"
              + " store; use addStateStore, or addGlobalStore for a copy of the whole topic on"
              + " each instance");
    }
    logConfig = Map.of();
    loggingEnabled = false;
    return this;
  }

  @Override
  public ConceptStore build() {
    // A topic that a global store reads is not a changelog that the store's writes go to.
    TaskEngine engine =
        new TaskEngine(name, options, loggingEnabled && clients != null ? clients.commits() : null);
    EngineStore engineStore = new EngineStore(engine);
    StoreBuilder<KeyValueStore<Bytes, byte[]>> rows =
        Stores.keyValueStoreBuilder(supplierOf(engineStore), Serdes.Bytes(), Serdes.ByteArray());
    rows.withCachingDisabled();
    if (loggingEnabled) {
      rows.withLoggingEnabled(logConfig);
    } else {
      rows.withLoggingDisabled();
    }
    return new PersistentConceptStore(engine, rows.build());
  }

  @Override
  public Map<String, String> logConfig() {
    return logConfig;
  }

  @Override
  public boolean loggingEnabled() {
    return loggingEnabled;
  }

  @Override
  public String name() {
    return name;
  }

  /** Kafka Streams tells a builder in no other way, and the store only when it has to restore. */
  private static boolean isAskedForReadOnly() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(
            frames ->
                frames.anyMatch(
                    frame ->
                        frame.getDeclaringClass() == Topology.class
                            && frame.getMethodName().equals("addReadOnlyStateStore")));
  }

  private static KeyValueBytesStoreSupplier supplierOf(EngineStore store) {
    return new KeyValueBytesStoreSupplier() {
      @Override
      public String name() {
        return store.name();
      }

      @Override
      public KeyValueStore<Bytes, byte[]> get() {
        return store;
      }

      @Override
      public String metricsScope() {
        return "concept";
      }
    };
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "the store's name has " + name.length() + " characters; 1 to " + NAME_LENGTH_MAX);
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-'
              || (c == '.' && i > 0);
      if (!allowed) {
        throw new IllegalArgumentException(
            "the store's name holds '" + c + "' at " + i + "; letters, digits, '.', '_' and '-'");
      }
    }
  }
}
