package dev.sutra.app.server;

import dev.sutra.app.registry.FileSchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;

/** The suite on a cluster of Kafka's test kit, with a registry in the process. */
// Fields are set by startCluster().
@SuppressWarnings("NullAway.Init")
class ConceptAppIT extends ConceptAppSuite {
  private TestCluster cluster;
  private FileSchemaRegistry registry;

  @Override
  void startCluster(Path directory) throws Exception {
    cluster = new TestCluster();
    registry = FileSchemaRegistry.open(directory.resolve("registry.json"));
  }

  @Override
  void stopCluster() throws Exception {
    cluster.stop();
    registry.close();
  }

  @Override
  String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  @Override
  SutraApp startApp(Properties settings) throws IOException {
    return SutraApp.start(AppConfig.of(settings), registry);
  }
}
