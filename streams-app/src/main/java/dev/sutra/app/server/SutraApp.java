package dev.sutra.app.server;

import dev.sutra.app.embed.Embedder;
import dev.sutra.app.embed.MiniLmEmbedder;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.rest.RestConfig;
import dev.sutra.app.rest.RestServer;
import dev.sutra.app.service.EventProducer;
import dev.sutra.app.service.InputLag;
import dev.sutra.app.service.InstanceState;
import dev.sutra.app.service.KafkaConceptService;
import dev.sutra.app.service.StoreShape;
import dev.sutra.app.topology.ConceptTopology;
import dev.sutra.app.topology.EventCounters;
import dev.sutra.kafka.CommittingClientSupplier;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.schemas.ConceptEventSerde;
import dev.sutra.schemas.EventSerdes;
import dev.sutra.schemas.avro.ConceptEvent;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running instance: the stream and the REST service over its store. The REST service is there
 * from the start and says that it is not ready until the stream is.
 */
public final class SutraApp implements AutoCloseable {
  /** The name of the store. */
  public static final String STORE = "concepts";

  private static final Logger LOG = LoggerFactory.getLogger(SutraApp.class);
  private static final Duration REGISTRY_PATIENCE = Duration.ofMinutes(3);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
  private static final long BROKER_PAUSE_MS = 1_000;

  private final AppConfig config;
  private final @Nullable Embedder embedder;
  private final Serde<ConceptEvent> serde;
  private final PrometheusMeterRegistry metrics;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics streamsMetrics;
  private final EventProducer producer;
  private final RestServer rest;
  private final KafkaConceptService service;
  private final Thread starter;
  private final InstanceState instance = new InstanceState();

  private SutraApp(AppConfig config, @Nullable FileSchemaRegistry embeddedRegistry)
      throws IOException {
    this.config = config;
    this.embedder = config.embedder().equals(AppConfig.MINILM) ? MiniLmEmbedder.load() : null;
    this.serde = serde(config, embeddedRegistry);
    this.metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    CommittingClientSupplier clients = new CommittingClientSupplier();
    this.streams =
        new KafkaStreams(topology(clients, embeddedRegistry), StreamsSettings.of(config), clients);
    StreamsFailures failures = new StreamsFailures(instance::failed);
    streams.setUncaughtExceptionHandler(failures);
    this.streamsMetrics = new KafkaStreamsMetrics(streams);
    bindMetrics();
    this.producer =
        new EventProducer(config.client(), serde.serializer(), config.topics().events());
    this.service =
        new KafkaConceptService(
            streams,
            producer,
            new StoreShape(
                STORE,
                config.topics().events(),
                config.store().dimension(),
                config.store().similarity()),
            instance,
            embedder);
    RestConfig restConfig = RestConfig.of(config.httpHost(), config.httpPort());
    if (embeddedRegistry != null) {
      restConfig = restConfig.withSchemaRegistry(embeddedRegistry);
    }
    try {
      this.rest = RestServer.start(restConfig, service, metrics);
    } catch (IOException e) {
      releaseAll();
      throw e;
    }
    this.starter = Thread.ofPlatform().name("sutra-start").daemon().unstarted(this::startStream);
  }

  /**
   * Starts an instance. It returns once the REST service listens; the stream starts as soon as the
   * broker is there.
   *
   * @param embeddedRegistry a schema registry of this process; null: that of the configuration
   * @throws IOException if the port is in use or the embedder cannot be loaded
   */
  public static SutraApp start(AppConfig config, @Nullable FileSchemaRegistry embeddedRegistry)
      throws IOException {
    SutraApp app = new SutraApp(config, embeddedRegistry);
    app.starter.start();
    return app;
  }

  /** The service, for use in process. */
  public KafkaConceptService service() {
    return service;
  }

  /** The serde of events as the stream reads them. */
  public Serde<ConceptEvent> serde() {
    return serde;
  }

  /** Port of the REST service. */
  public int port() {
    return rest.port();
  }

  /** Why the stream stopped for good, or null. */
  public @Nullable String failure() {
    return instance.failure();
  }

  /** Stops taking requests, stops the stream and leaves its group. Idempotent. */
  @Override
  public void close() {
    starter.interrupt();
    rest.close();
    releaseAll();
  }

  private void releaseAll() {
    instance.close();
    producer.close();
    streams.close(
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    streamsMetrics.close();
    metrics.close();
    serde.close();
    if (embedder != null) {
      embedder.close();
    }
  }

  private Topology topology(
      CommittingClientSupplier clients, @Nullable FileSchemaRegistry embeddedRegistry) {
    return ConceptTopology.build(
        config.topics(),
        ConceptStores.persistent(STORE)
            .withDimension(config.store().dimension())
            .withSimilarity(config.store().similarity())
            .withAnalyzer(config.store().analyzer())
            .withClientSupplier(clients),
        () -> serde(config, embeddedRegistry).deserializer(),
        embedder,
        new EventCounters(metrics),
        REGISTRY_PATIENCE);
  }

  private void bindMetrics() {
    streamsMetrics.bindTo(metrics);
    new JvmMemoryMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
  }

  /** Waits for the broker, makes the topics and starts the stream. */
  private void startStream() {
    Map<String, Object> admin = config.client();
    admin.put("client.id", config.applicationId() + "-setup");
    admin.put("default.api.timeout.ms", 10_000);
    admin.put("request.timeout.ms", 5_000);
    try (Admin client = Admin.create(admin)) {
      while (instance.partitions() == 0) {
        try {
          int partitions = new TopicSetup(config).run(client);
          instance.topicsKnown(partitions, inputLag(partitions));
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof RetriableException)) {
            throw e;
          }
          LOG.warn("waiting for the broker: {}", e.getCause().getMessage());
          Thread.sleep(BROKER_PAUSE_MS);
        }
      }
      streams.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | KafkaException | IllegalStateException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      LOG.error("the stream cannot start", cause);
      instance.failed("the stream cannot start: " + cause.getMessage());
    }
  }

  private InputLag inputLag(int partitions) {
    List<TopicPartition> inputs = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      inputs.add(new TopicPartition(config.topics().events(), partition));
      inputs.add(new TopicPartition(config.topics().mirrors(), partition));
    }
    Map<String, Object> client = config.client();
    client.put("client.id", config.applicationId() + "-lag");
    return new InputLag(client, config.applicationId(), inputs);
  }

  private static Serde<ConceptEvent> serde(
      AppConfig config, @Nullable FileSchemaRegistry embeddedRegistry) {
    return embeddedRegistry != null
        ? new ConceptEventSerde(embeddedRegistry)
        : EventSerdes.create(config.registry());
  }
}
