package dev.sutra.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.topology.TopicShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which topics are made, and which do not fit. */
// Fields are set before all tests.
@SuppressWarnings("NullAway.Init")
class TopicSetupIT {
  /** Of 2 MiB, less what bytes may grow by trying to compress them. */
  private static final int LIMIT = (2 << 20) - (2 << 20) / 64;

  private static EmbeddedBroker broker;
  private static Admin admin;

  @TempDir Path directory;

  @BeforeAll
  static void startBroker(@TempDir Path directory) {
    broker = EmbeddedBroker.start(directory, 0);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  @Test
  void missingTopicsAreMadeOnceAndHalfEdgesAreKept() throws Exception {
    AppConfig config = AppConfig.of(settings("new", 3));
    assertEquals(3, setUp(config));
    assertEquals(3, setUp(config));
    assertTrue(admin.listTopics().names().get().containsAll(Set.of("new-e", "new-m", "new-d")));
    ConfigResource mirrors = new ConfigResource(ConfigResource.Type.TOPIC, "new-m");
    assertEquals(
        "-1",
        admin
            .describeConfigs(List.of(mirrors))
            .all()
            .get()
            .values()
            .iterator()
            .next()
            .get("retention.ms")
            .value());
  }

  @Test
  void theTopicOfEventsThatIsThereSaysHowManyPartitions() throws Exception {
    create("old-e", 2);
    assertEquals(2, setUp(AppConfig.of(settings("old", 5))));
    assertEquals(
        2,
        admin
            .describeTopics(List.of("old-m"))
            .allTopicNames()
            .get()
            .values()
            .iterator()
            .next()
            .partitions()
            .size());
  }

  @Test
  void anAppWhoseTopicsDoNotFitSaysSoAndIsNotReady() throws Exception {
    create("bad-e", 2);
    create("bad-m", 1);
    Properties settings = settings("bad", 4);
    settings.setProperty("embedder", "none");
    try (FileSchemaRegistry registry = FileSchemaRegistry.open(directory.resolve("registry.json"));
        SutraApp app = SutraApp.start(AppConfig.of(settings), registry);
        RestApi api = new RestApi(app.port())) {
      Awaitility.await().until(() -> app.failure() != null);
      RestApi.Reply ready = api.get("/health/ready");
      assertEquals(503, ready.status());
      assertTrue(ready.body().contains("topic bad-m has 1 partitions"), ready.body());
      assertEquals(200, api.get("/health/live").status());
    }
  }

  @Test
  void topicsThatAreMadeTakeAnyTimeAndMoreThanAnEvent() throws Exception {
    TopicShape shape = shape(AppConfig.of(settings("wide", 1)));
    for (String topic : List.of("wide-m", "wide-d")) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      Config config =
          admin.describeConfigs(List.of(resource)).all().get().values().iterator().next();
      assertEquals("2097152", config.get("max.message.bytes").value());
      String max = Long.toString(Long.MAX_VALUE);
      assertEquals(max, config.get("message.timestamp.before.max.ms").value());
      assertEquals(max, config.get("message.timestamp.after.max.ms").value());
    }
    assertEquals(new TopicShape(1, LIMIT, LIMIT, LIMIT), shape);
  }

  @Test
  void limitsOfTopicsAndProducerThatAreLowerCount() throws Exception {
    Map<String, String> narrow = Map.of("max.message.bytes", "64000");
    admin
        .createTopics(
            List.of(
                new NewTopic("low-d", Optional.of(1), Optional.empty()).configs(narrow),
                new NewTopic("low-concepts-changelog", Optional.of(1), Optional.empty())))
        .all()
        .get();
    Properties settings = settings("low", 1);
    assertEquals(
        new TopicShape(1, LIMIT, 63_000, 1_048_588 - 1_048_588 / 64),
        shape(AppConfig.of(settings)));

    settings.setProperty("kafka.producer.max.request.size", "128000");
    assertEquals(new TopicShape(1, 126_000, 63_000, 126_000), shape(AppConfig.of(settings)));
    settings.remove("kafka.producer.max.request.size");
    settings.setProperty("kafka.max.request.size", "6400");
    assertEquals(new TopicShape(1, 6_300, 6_300, 6_300), shape(AppConfig.of(settings)));
  }

  private static int setUp(AppConfig config) throws Exception {
    return shape(config).partitions();
  }

  /** Tries again as the app does: a topic is not known to the broker the moment it is made. */
  private static TopicShape shape(AppConfig config) throws Exception {
    while (true) {
      try {
        return new TopicSetup(config).run(admin);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RetriableException)) {
          throw e;
        }
      }
    }
  }

  private static void create(String name, int partitions) throws Exception {
    admin
        .createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
        .all()
        .get();
  }

  private Properties settings(String prefix, int partitions) {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", broker.bootstrapServers());
    settings.setProperty("application.id", prefix);
    settings.setProperty("state.dir", directory.resolve("state").toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("partitions", Integer.toString(partitions));
    settings.setProperty("topic.events", prefix + "-e");
    settings.setProperty("topic.mirrors", prefix + "-m");
    settings.setProperty("topic.dead.letters", prefix + "-d");
    return settings;
  }
}
