package dev.sutra.app.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The suite on released images of the broker and of a registry; skipped where Docker is not. */
@Testcontainers(disabledWithoutDocker = true)
class ConceptAppContainersIT extends ConceptAppSuite {
  private static final int REGISTRY_PORT = 8080;

  @Container
  private static final KafkaContainer KAFKA =
      new KafkaContainer(DockerImageName.parse("apache/kafka:4.3.1"));

  @Container
  private static final GenericContainer<?> REGISTRY =
      new GenericContainer<>(DockerImageName.parse("apicurio/apicurio-registry:3.3.3"))
          .withExposedPorts(REGISTRY_PORT)
          .waitingFor(
              Wait.forHttp("/apis/ccompat/v7/subjects").withStartupTimeout(Duration.ofMinutes(2)));

  @Override
  void startCluster(Path directory) {
    // The containers are there.
  }

  @Override
  void stopCluster() {
    // Their extension stops them.
  }

  @Override
  String bootstrapServers() {
    return KAFKA.getBootstrapServers();
  }

  @Override
  SutraApp startApp(Properties settings) throws IOException {
    settings.setProperty(
        "schema.registry.url",
        "http://"
            + REGISTRY.getHost()
            + ":"
            + REGISTRY.getMappedPort(REGISTRY_PORT)
            + "/apis/ccompat/v7");
    return SutraApp.start(AppConfig.of(settings), null);
  }
}
