package dev.sutra.app.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The instances of one {@link CountingProgram}, by number. */
final class Instances implements AutoCloseable {
  private static final int HEAP_MIB = 256;

  private final Path directory;
  private final String application;
  private final String servers;
  private final String protocol;
  private final Map<Integer, ChildProcess> running = new TreeMap<>();

  /**
   * Prepares the application.
   *
   * @param protocol {@code classic} or {@code streams}
   */
  Instances(Path directory, String application, String servers, String protocol) {
    this.directory = directory;
    this.application = application;
    this.servers = servers;
    this.protocol = protocol;
  }

  /** Starts one, with what it has on disk from before. */
  ChildProcess start(int number) throws IOException {
    String name = application + "-" + number;
    List<String> settings =
        new ArrayList<>(
            List.of(
                "application.id",
                application,
                "bootstrap.servers",
                servers,
                "state.dir",
                directory.resolve(name).toString(),
                "group.protocol",
                protocol,
                "request.timeout.ms",
                "5000",
                "default.api.timeout.ms",
                "20000"));
    if (protocol.equals("classic")) {
      settings.addAll(
          List.of(
              "num.standby.replicas", "1",
              "main.consumer.group.instance.id", name,
              "main.consumer.session.timeout.ms", "6000",
              "main.consumer.heartbeat.interval.ms", "1000"));
    }
    ChildProcess process =
        ChildProcess.start(
            CountingProgram.class,
            HEAP_MIB,
            directory.resolve(name + ".log"),
            settings.toArray(String[]::new));
    running.put(number, process);
    return process;
  }

  ChildProcess get(int number) {
    ChildProcess process = running.get(number);
    if (process == null) {
      throw new IllegalStateException("instance " + number + " does not run");
    }
    return process;
  }

  /** Kills one that runs. */
  void kill(int number) throws InterruptedException {
    get(number).kill();
    running.remove(number);
  }

  /** Ends one in order. */
  void stop(int number) throws InterruptedException {
    get(number).terminate();
    running.remove(number);
  }

  /** The answers of all that run. */
  List<List<String>> ask(String question) {
    return running.values().stream().map(process -> process.ask(question)).toList();
  }

  /** How many lines of the processes that run begin like this. */
  long saidByAll(String prefix) {
    return running.values().stream()
        .flatMap(process -> process.said().stream())
        .filter(line -> line.startsWith(prefix))
        .count();
  }

  /** Waits until the instances together are active for all partitions, and nobody refuses. */
  void awaitActive(int partitions) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> partitions(ask("active")) == partitions);
  }

  /** Waits until each partition is on two instances. */
  void awaitStandbys(int partitions) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> partitions(ask("all")) == 2L * partitions);
  }

  private static long partitions(List<List<String>> answers) {
    return answers.stream()
        .flatMap(List::stream)
        .filter(line -> line.startsWith("PARTITION"))
        .count();
  }

  @Override
  public void close() {
    running.values().forEach(ChildProcess::close);
  }
}
