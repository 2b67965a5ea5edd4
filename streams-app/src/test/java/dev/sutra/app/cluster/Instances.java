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
  private final Pace pace;
  private final Map<Integer, ChildProcess> running = new TreeMap<>();

  /**
   * How fast an application is.
   *
   * @param sessionMs how long a silent thread stays in the group. With the protocol {@code streams}
   *     the group knows it, not the instances.
   * @param heartbeatMs how often a thread says that it is there
   * @param commitMs how long a transaction is open
   */
  record Pace(int sessionMs, int heartbeatMs, int commitMs) {
    static final Pace USUAL = new Pace(6_000, 1_000, 100);
    static final Pace QUICK = new Pace(1_000, 500, 50);
  }

  /**
   * Prepares the application.
   *
   * @param protocol {@code classic} or {@code streams}
   */
  Instances(Path directory, String application, String servers, String protocol, Pace pace) {
    this.directory = directory;
    this.application = application;
    this.servers = servers;
    this.protocol = protocol;
    this.pace = pace;
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
                "commit.interval.ms",
                Integer.toString(pace.commitMs()),
                "request.timeout.ms",
                "5000",
                "default.api.timeout.ms",
                "20000"));
    if (protocol.equals("classic")) {
      settings.addAll(
          List.of(
              "num.standby.replicas",
              "1",
              "main.consumer.group.instance.id",
              name,
              "main.consumer.session.timeout.ms",
              Integer.toString(pace.sessionMs()),
              "main.consumer.heartbeat.interval.ms",
              Integer.toString(pace.heartbeatMs())));
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
  List<List<String>> ask(String question) throws InterruptedException {
    List<List<String>> answers = new ArrayList<>();
    for (ChildProcess process : running.values()) {
      answers.add(process.ask(question));
    }
    return answers;
  }

  /** How many lines of the processes that run begin like this. */
  long saidByAll(String prefix) {
    return running.values().stream()
        .flatMap(process -> process.said().stream())
        .filter(line -> line.startsWith(prefix))
        .count();
  }

  /** Asks all that run, until the answers hold so many partitions, each counted where it is. */
  List<List<String>> ask(String question, int partitions) {
    return await()
        .atMost(Duration.ofMinutes(3))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> ask(question), answers -> partitions(answers) == partitions);
  }

  /** Waits until the instances together are active for all partitions. */
  void awaitActive(int partitions) {
    ask("active", partitions);
  }

  /** Waits until each partition is on two instances. */
  void awaitStandbys(int partitions) {
    ask("all", 2 * partitions);
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
