package dev.sutra.kafka;

import dev.sutra.engine.EngineOptions;
import dev.sutra.memory.MemoryBudget;
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
 * Holds the settings of a {@link ConceptStore} and builds one for each task. Pass it to {@code
 * Topology.addStateStore}, or to {@code Topology.addGlobalStore}: then each instance has the whole
 * topic, and Kafka Streams reads it through the processor again if the store is lost. {@code
 * Topology.addReadOnlyStateStore} is not supported: see {@link #withLoggingDisabled}.
 *
 * <p>The first start of a store fixes its dimension, similarity and analyzer: changing them later
 * requires a new store or a reset of the application.
 *
 * <p>Logging is enabled by default. Without it a store exists on disk only, as of its last commit:
 * later writes are lost if the process dies.
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

  /** Sets the length of all vectors; the default is 384. */
  public ConceptStoreBuilder withDimension(int dimension) {
    options =
        EngineOptions.underOuterLog(dimension)
            .withSimilarity(options.similarity())
            .withAnalyzer(options.analyzer())
            .withMemtableBytesMax(options.memtableBytesMax())
            .withMemoryBudget(options.memoryBudget());
    return this;
  }

  /** Sets how vectors are compared; the default is cosine. */
  public ConceptStoreBuilder withSimilarity(Similarity similarity) {
    options = options.withSimilarity(similarity);
    return this;
  }

  /** Sets the text analyzer by name; the default is {@code english}. */
  public ConceptStoreBuilder withAnalyzer(String analyzer) {
    options = options.withAnalyzer(analyzer);
    return this;
  }

  /** Sets the heap size in bytes at which a task's memtable is flushed to a segment. */
  public ConceptStoreBuilder withMemtableBytesMax(long memtableBytesMax) {
    options = options.withMemtableBytesMax(memtableBytesMax);
    return this;
  }

  /**
   * Sets the limit of the heap of all memtables, which stores with the same object share; the
   * default is that of the process, {@link MemoryBudget#ofProcess}.
   */
  public ConceptStoreBuilder withMemoryBudget(MemoryBudget memoryBudget) {
    options = options.withMemoryBudget(memoryBudget);
    return this;
  }

  /**
   * Makes the store commit with each transaction under {@code exactly_once_v2}, so that little has
   * to be restored after a crash. Pass the same supplier to the constructor of {@code
   * KafkaStreams}.
   */
  public ConceptStoreBuilder withClientSupplier(CommittingClientSupplier supplier) {
    clients = supplier;
    return this;
  }

  /**
   * Not supported: the store has its own memtable, and a cache in front of it would hide recent
   * writes from searches.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public StoreBuilder<ConceptStore> withCachingEnabled() {
    throw new UnsupportedOperationException(
        "store " + name + ": a concept store has no record cache; leave caching disabled");
  }

  /** Does nothing: caching is always disabled. */
  @Override
  public ConceptStoreBuilder withCachingDisabled() {
    return this;
  }

  /** Enables the changelog topic with these topic settings; the default, without settings. */
  @Override
  public ConceptStoreBuilder withLoggingEnabled(Map<String, String> config) {
    logConfig = Map.copyOf(config);
    loggingEnabled = true;
    return this;
  }

  /**
   * Disables the changelog topic.
   *
   * @throws UnsupportedOperationException if the caller is {@code Topology.addReadOnlyStateStore}:
   *     Kafka Streams would restore such a store directly from its source topic, bypassing the
   *     processor, without the times and offsets of the records
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
    // The topic that a global store reads is no changelog: the store does not write to it.
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

  /** Kafka Streams offers a builder no other way to detect this. */
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
        // The typed store has the metrics of scope "concept".
        return "concept-rows";
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
