package dev.sutra.app.server;

import dev.sutra.app.api.StandingQueryService;
import dev.sutra.app.embed.Embedder;
import dev.sutra.app.embed.MiniLmEmbedder;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.registry.RegistryRoutes;
import dev.sutra.app.rest.RestServer;
import dev.sutra.app.rest.StandingRoutes;
import dev.sutra.app.rest.http.RequestMemory;
import dev.sutra.app.rest.http.RestConfig;
import dev.sutra.app.rest.http.RestPort;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.service.EventProducer;
import dev.sutra.app.service.InstanceState;
import dev.sutra.app.service.KafkaConceptService;
import dev.sutra.app.service.KafkaStandingQueryService;
import dev.sutra.app.service.RecordProducer;
import dev.sutra.app.service.StoreShape;
import dev.sutra.app.standing.RegisteredQueries;
import dev.sutra.app.topology.TopicShape;
import dev.sutra.kafka.routing.InstanceGroup;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running instance: the stream and the REST service over its store. The REST service is
 * available from the start and reports not ready until the stream is ready.
 */
public final class SutraApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SutraApp.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
  private static final long WATCH_MS = 1_000;

  private final AppConfig config;
  private final int port;
  private final HostInfo address;
  private final CloseStack resources = new CloseStack();
  private final @Nullable Embedder embedder;
  private final Serde<ConceptEvent> serde;
  private final PrometheusMeterRegistry metrics;
  private final RegisteredQueries queries;
  private final KafkaStreams streams;
  private final StreamsFailures failures;
  private final TopicGuard guard;
  private final TopicWatch watch;
  private final Admin admin;
  private final InstanceGroup group;
  private final RecordProducer producer;
  private final KafkaConceptService service;
  private final RestServer rest;
  private final InstanceState instance;
  private final CompletableFuture<@Nullable Ending> ended = new CompletableFuture<>();
  private volatile @Nullable TopicShape topics;
  private volatile boolean queriesRead;

  private SutraApp(AppConfig config, @Nullable FileSchemaRegistry embeddedRegistry)
      throws IOException {
    this.config = config;
    // Checked first, before anything slow.
    port = RestPort.choose(config.httpHost(), config.httpPort());
    address = config.peers().address(config.httpHost(), port);
    try {
      embedder =
          config.embedder().equals(AppConfig.MINILM) ? resources.add(MiniLmEmbedder.load()) : null;
      serde = resources.add(serde(config, embeddedRegistry));
      metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      resources.add(metrics::close);
      admin = admin();
      resources.add(() -> admin.close(Duration.ofSeconds(1)));
      guard =
          new TopicGuard(TopicNames.of(config), config.stateDir().resolve(config.applicationId()));
      watch = new TopicWatch(admin, TopicNames.of(config), guard);
      instance = resources.add(new InstanceState());
      queries = StreamSetup.queries(config, embedder, metrics);
      streams = streams(embeddedRegistry);
      failures =
          resources.add(
              new StreamsFailures(instance, this::end, watch::problem, metrics, new RetryPolicy()));
      streams.setUncaughtExceptionHandler(failures);
      streams.setStateListener((now, before) -> streamIsNow(now));
      bindMetrics();
      RestConfig http =
          RestConfig.of(config.httpHost(), port)
              .withConnections(config.httpConnections())
              .withAccess(config.access());
      RequestMemory memory = RequestMemory.of(http.memoryBytes());
      group = resources.add(PeerSetup.group(config, streams, instance, address, memory));
      producer = resources.add(new RecordProducer(config.client()));
      service = newService();
      List<Route> more = moreRoutes(embeddedRegistry, http.writeTimeout());
      rest = resources.add(RestServer.start(http, service, more, metrics, memory));
    } catch (IOException | RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  /**
   * Starts an instance. It returns once the REST service listens; the stream starts once the broker
   * is available.
   *
   * @param embeddedRegistry a schema registry in this process; null: the configured one
   * @throws IOException if the port is in use or the embedder cannot be loaded
   */
  public static SutraApp start(AppConfig config, @Nullable FileSchemaRegistry embeddedRegistry)
      throws IOException {
    SutraApp app = new SutraApp(config, embeddedRegistry);
    Thread starter = Thread.ofPlatform().name("sutra-start").daemon().start(app::run);
    app.resources.add(
        () -> {
          starter.interrupt();
          starter.join();
        });
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

  /** Why the stream stopped permanently, or null. */
  public @Nullable String failure() {
    return instance.failure();
  }

  /** Why the instance stopped permanently; null: it runs, or was closed. */
  public @Nullable Ending ending() {
    return ended.getNow(null);
  }

  /**
   * Waits until the instance is closed or has failed permanently. REST remains available until it
   * is closed.
   *
   * @return why it stopped; null: it was closed
   */
  public @Nullable Ending awaitEnd() throws InterruptedException {
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops taking requests, stops the stream and leaves its group. Idempotent. */
  @Override
  public void close() {
    resources.close();
    ended.complete(null);
  }

  private KafkaStreams streams(@Nullable FileSchemaRegistry embeddedRegistry) {
    KafkaStreams made =
        new StreamSetup(
                config,
                () -> serde(config, embeddedRegistry).deserializer(),
                embedder,
                metrics,
                instance.active(),
                queries)
            .streams(address, this::topics, resources.add(new StreamClients()));
    resources.add(() -> closeStream(made));
    return made;
  }

  private static void closeStream(KafkaStreams streams) {
    streams.close(
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
  }

  private Admin admin() {
    Map<String, Object> settings = config.client();
    settings.put("client.id", config.applicationId() + "-setup");
    settings.put("default.api.timeout.ms", 10_000);
    settings.put("request.timeout.ms", 5_000);
    return Admin.create(settings);
  }

  private KafkaConceptService newService() {
    EventProducer events =
        new EventProducer(producer, serde.serializer(), config.topics().events());
    StoreShape shape =
        new StoreShape(
            AppConfig.STORE,
            config.topics().events(),
            config.store().dimension(),
            config.store().similarity());
    return new KafkaConceptService(streams::state, group, events, shape, instance, embedder);
  }

  private List<Route> moreRoutes(
      @Nullable FileSchemaRegistry embeddedRegistry, Duration writeTimeout) {
    List<Route> more = new ArrayList<>(PeerSetup.routes(config, group));
    StandingQueryService standing =
        new KafkaStandingQueryService(
            () -> queriesRead, queries, producer, config.topics().queries());
    more.addAll(new StandingRoutes(standing, writeTimeout).routes());
    if (embeddedRegistry != null) {
      more.addAll(new RegistryRoutes(embeddedRegistry).routes());
    }
    return more;
  }

  private TopicShape topics() {
    return Objects.requireNonNull(topics, "the stream runs before its topics are known");
  }

  private void bindMetrics() {
    resources.add(new KafkaStreamsMetrics(streams)).bindTo(metrics);
    new JvmMemoryMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
  }

  /** Starts the stream, then watches it and its topics. */
  private void run() {
    try {
      new StreamStart(config, guard, instance, streams, shape -> topics = shape).run(admin);
      // The start has waited for them.
      queriesRead = true;
      while (instance.failure() == null) {
        Thread.sleep(WATCH_MS);
        failures.look(streams.state() == KafkaStreams.State.RUNNING);
        String problem = watch.problem();
        if (problem != null) {
          LOG.error("the stream stops: {}", problem);
          end(new Ending(true, problem));
          closeStream(streams);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ConfigurationException e) {
      LOG.error("the stream cannot start: {}", e.getMessage());
      end(new Ending(true, String.valueOf(e.getMessage())));
    } catch (ExecutionException | IOException | KafkaException | IllegalStateException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      FailureKind kind = FailureKind.of(cause);
      LOG.error("the stream cannot start", cause);
      end(
          new Ending(
              kind == FailureKind.CONFIGURATION, "the stream cannot start: " + kind.reason(cause)));
    }
  }

  /** Records the end of the stream; only the first reason is kept. */
  private void streamIsNow(KafkaStreams.State state) {
    if (state == KafkaStreams.State.ERROR) {
      end(new Ending(false, "the stream stopped; see the log for the reason"));
    }
  }

  private void end(Ending ending) {
    instance.failed(ending.reason());
    ended.complete(ending);
  }

  private static Serde<ConceptEvent> serde(
      AppConfig config, @Nullable FileSchemaRegistry embeddedRegistry) {
    return embeddedRegistry != null
        ? new ConceptEventSerde(embeddedRegistry)
        : EventSerdes.create(config.registry());
  }
}
