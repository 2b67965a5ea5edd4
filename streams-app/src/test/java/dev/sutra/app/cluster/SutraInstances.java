package dev.sutra.app.cluster;

import dev.sutra.app.Main;
import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.server.AppConfig;
import dev.sutra.app.server.SutraApp;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Three instances of the app on a broker, each behind a {@link TcpProxy} for the others. The first
 * one, which has the schema registry, runs in this process; the others can be killed.
 */
final class SutraInstances implements AutoCloseable {
  static final int COUNT = 3;

  private static final int HEAP_MIB = 192;

  private final Path directory;
  private final EmbeddedBroker broker;
  private final FileSchemaRegistry registry;
  private final int[] ports = new int[COUNT];
  private final List<TcpProxy> proxies = new ArrayList<>();
  private final ChildProcess[] children = new ChildProcess[COUNT];
  private final HttpClient http = HttpClient.newHttpClient();
  private final SutraApp first;
  private int starts;

  /**
   * Starts all.
   *
   * @param delayMs how late a delayed network between instances is
   */
  SutraInstances(Path directory, long delayMs) throws Exception {
    this.directory = directory;
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    registry = FileSchemaRegistry.open(directory.resolve("registry.json"));
    for (int i = 0; i < COUNT; i++) {
      ports[i] = freePort();
      proxies.add(new TcpProxy(ports[i], delayMs));
    }
    first = SutraApp.start(AppConfig.of(settings(0)), registry);
    start(1);
    start(2);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Properties settings(int number) {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", broker.bootstrapServers());
    settings.setProperty("state.dir", directory.resolve("state-" + number).toString());
    settings.setProperty("http.port", Integer.toString(ports[number]));
    settings.setProperty("http.advertised", "127.0.0.1:" + proxies.get(number).port());
    settings.setProperty("peer.secret", "the secret of three instances");
    settings.setProperty("partitions", "4");
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "2");
    settings.setProperty("kafka.num.stream.threads", "1");
    // The group gives up a killed instance as soon as the broker allows.
    settings.setProperty("kafka.session.timeout.ms", "6000");
    return settings;
  }

  /** Starts an instance that was killed, or the first time. */
  void start(int number) throws IOException {
    Properties settings = settings(number);
    settings.setProperty("schema.registry.url", "http://127.0.0.1:" + ports[0] + "/registry");
    Path file = directory.resolve("serve-" + number + ".properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      settings.store(out, null);
    }
    Path log = directory.resolve("instance-" + number + "-" + starts++ + ".log");
    children[number] =
        ChildProcess.start(Main.class, HEAP_MIB, log, "serve", "--config", file.toString());
  }

  /** Kills one but the first. */
  void kill(int number) throws InterruptedException {
    children[number].kill();
  }

  SutraApp first() {
    return first;
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  int port(int number) {
    return ports[number];
  }

  /** What is between an instance and the others. */
  List<TcpProxy> proxies() {
    return proxies;
  }

  /** Whether each answers that it is ready. */
  boolean areReady() throws Exception {
    for (int port : ports) {
      HttpRequest ready =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
              .timeout(Duration.ofSeconds(10))
              .build();
      if (http.send(ready, BodyHandlers.ofString()).statusCode() != 200) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    for (ChildProcess child : children) {
      if (child != null) {
        child.close();
      }
    }
    first.close();
    for (TcpProxy proxy : proxies) {
      proxy.close();
    }
    registry.close();
    broker.close();
  }
}
