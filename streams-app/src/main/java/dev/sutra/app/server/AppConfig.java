package dev.sutra.app.server;

import dev.sutra.app.rest.guard.Access;
import dev.sutra.app.rest.guard.AccessRules;
import dev.sutra.app.rest.http.ConnectionLimits;
import dev.sutra.app.topology.ForeignPartition;
import dev.sutra.app.topology.Topics;
import dev.sutra.engine.EngineOptions;
import dev.sutra.memory.MemoryBudget;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The settings of an instance, from a properties file.
 *
 * @param bootstrapServers brokers
 * @param applicationId Kafka Streams' application id
 * @param stateDir directory of the stores
 * @param httpHost address of the REST service
 * @param httpPort its port; 0: any
 * @param httpConnections how many connections the REST service has
 * @param access who may use the REST service
 * @param peers how instances reach each other
 * @param topics names of the topics
 * @param standingQueriesMax how many standing queries may be registered
 * @param foreignPartition how events on a partition other than their key's are handled
 * @param partitions of topics that are created at start
 * @param replicationFactor of topics that are created at start; -1: the broker's default
 * @param embedder {@code minilm} or {@code none}
 * @param store dimension, similarity, analyzer and memory budget
 * @param registry settings of the schema registry's client and of the event serde
 * @param kafka further settings of Kafka Streams, from keys that begin with {@code kafka.}
 */
public record AppConfig(
    String bootstrapServers,
    String applicationId,
    Path stateDir,
    String httpHost,
    int httpPort,
    ConnectionLimits httpConnections,
    Access access,
    PeerSettings peers,
    Topics topics,
    int standingQueriesMax,
    ForeignPartition foreignPartition,
    int partitions,
    short replicationFactor,
    String embedder,
    EngineOptions store,
    Map<String, String> registry,
    Map<String, String> kafka) {
  /** The name of the store in the topology. */
  static final String STORE = "concepts";

  public static final String MINILM = "minilm";
  public static final String NO_EMBEDDER = "none";

  private static final String KAFKA_PREFIX = "kafka.";
  private static final Set<String> REGISTRY_PREFIXES =
      Set.of(
          "schema.registry.",
          "basic.auth.",
          "bearer.auth.",
          "auto.register.",
          "event.serde",
          "http.connect.",
          "http.read.",
          "max.retries",
          "retries.");
  private static final Set<String> CLIENT_PREFIXES = Set.of("security.", "sasl.", "ssl.");
  private static final int PARTITIONS_MAX = 1000;

  public AppConfig {
    registry = Map.copyOf(registry);
    kafka = Map.copyOf(kafka);
  }

  /**
   * Reads settings.
   *
   * @throws IllegalArgumentException naming the key that is missing, unknown or wrong
   */
  public static AppConfig of(Properties properties) {
    SettingsReader in = new SettingsReader(properties);
    Topics names = Topics.DEFAULT;
    String embedder = in.text("embedder", MINILM).toLowerCase(Locale.ROOT);
    if (!embedder.equals(MINILM) && !embedder.equals(NO_EMBEDDER)) {
      throw new IllegalArgumentException("embedder is " + embedder + "; minilm or none is allowed");
    }
    PeerSettings peers =
        PeerSettings.of(
            in.text("http.advertised", ""),
            in.text("peer.secret", ""),
            in.text("peer.secret.file", ""));
    AppConfig config =
        new AppConfig(
            in.required("bootstrap.servers"),
            in.given("application.id", "sutra"),
            Path.of(in.given("state.dir", "data/state")),
            in.given("http.host", "127.0.0.1"),
            in.number("http.port", 8080, 0, 65_535),
            connections(in),
            access(in, peers),
            peers,
            new Topics(
                in.given("topic.events", names.events()),
                in.given("topic.mirrors", names.mirrors()),
                in.given("topic.dead.letters", names.deadLetters()),
                in.given("topic.queries", names.queries()),
                in.given("topic.matches", names.matches())),
            in.number("standing.queries.max", 10_000, 0, 1_000_000),
            foreignPartition(in),
            in.number("partitions", 4, 1, PARTITIONS_MAX),
            replicationFactor(in),
            embedder,
            store(in, embedder),
            in.withPrefixes(REGISTRY_PREFIXES),
            in.stripped(KAFKA_PREFIX));
    boolean insecure = in.flag(AccessSettings.INSECURE_KEY);
    in.checkAllKnown();
    AccessSettings.checkReach(config.httpHost(), config.access().keys(), insecure);
    checkDistinct(config.topics());
    return config;
  }

  /** Settings of any client of the cluster: bootstrap servers and security. */
  Map<String, Object> client() {
    Map<String, Object> settings = new HashMap<>();
    kafka.forEach(
        (key, value) -> {
          if (CLIENT_PREFIXES.stream().anyMatch(key::startsWith)) {
            settings.put(key, value);
          }
        });
    settings.put("bootstrap.servers", bootstrapServers);
    return settings;
  }

  private static ForeignPartition foreignPartition(SettingsReader in) {
    String value = in.text("events.foreign.partition", "forward");
    return switch (value) {
      case "forward" -> ForeignPartition.FORWARD;
      case "dead-letter" -> ForeignPartition.DEAD_LETTER;
      default ->
          throw new IllegalArgumentException(
              "events.foreign.partition is " + value + "; forward or dead-letter is allowed");
    };
  }

  private static Access access(SettingsReader in, PeerSettings peers) {
    AccessRules rules =
        AccessRules.of(in.text(AccessRules.HOSTS_KEY, ""), in.text(AccessRules.ORIGINS_KEY, ""))
            .serving(peers.advertisedHost());
    return AccessSettings.of(
        rules, in.text(AccessSettings.KEYS_KEY, ""), in.flag(AccessSettings.METRICS_KEY));
  }

  private static ConnectionLimits connections(SettingsReader in) {
    return ConnectionLimits.of(
        in.number("http.connections.max", ConnectionLimits.MAX_DEFAULT, 1, 65_535),
        in.number(
            "http.connections.per.address.max",
            ConnectionLimits.PER_ADDRESS_MAX_DEFAULT,
            1,
            65_535));
  }

  private static short replicationFactor(SettingsReader in) {
    int factor = in.number("replication.factor", -1, -1, Short.MAX_VALUE);
    if (factor == 0) {
      throw new IllegalArgumentException(
          "replication.factor is 0; 1 or more is allowed, or -1 for the broker's default");
    }
    return (short) factor;
  }

  /** Dead letters in the topic of events would be consumed and rejected endlessly. */
  private static void checkDistinct(Topics topics) {
    List<String> names = topics.all();
    if (Set.copyOf(names).size() < names.size()) {
      throw new IllegalArgumentException("topics " + String.join(", ", names) + " must differ");
    }
  }

  private static EngineOptions store(SettingsReader in, String embedder) {
    int dimension = in.number("dimension", 384, 1, 4096);
    if (embedder.equals(MINILM) && dimension != 384) {
      throw new IllegalArgumentException(
          "dimension is " + dimension + ", but the embedder minilm produces 384");
    }
    String similarity = in.text("similarity", "cosine").toUpperCase(Locale.ROOT);
    String analyzer = in.text("analyzer", TextAnalyzer.DEFAULT_NAME);
    TextAnalyzer.named(analyzer);
    try {
      return EngineOptions.underOuterLog(dimension)
          .withSimilarity(Similarity.valueOf(similarity))
          .withAnalyzer(analyzer)
          .withMemoryBudget(memoryBudget(in));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "similarity is " + similarity + "; cosine, dot_product or euclidean is allowed", e);
    }
  }

  /** The heap of unflushed writes of all partitions, in MiB. */
  private static MemoryBudget memoryBudget(SettingsReader in) {
    int megabytes = in.number("memory.budget.mb", 0, 0, 1 << 20);
    return megabytes == 0 ? MemoryBudget.ofProcess() : MemoryBudget.ofBytes((long) megabytes << 20);
  }
}
