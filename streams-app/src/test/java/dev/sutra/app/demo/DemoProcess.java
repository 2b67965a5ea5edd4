package dev.sutra.app.demo;

import dev.sutra.app.server.RestApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The demo as a process of its own, started as bin/sutra does. */
final class DemoProcess implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final Process process;
  private final Path output;

  private DemoProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it.
   *
   * @param output what it says, both streams together; replaced
   */
  static DemoProcess start(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.sutra.app.Main");
    command.add("demo");
    command.addAll(List.of(arguments));
    return new DemoProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  /** A port that nobody uses. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until the output holds this. */
  void awaitSaid(String words) {
    Awaitility.await("says: " + words)
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(50))
        .failFast("it ended: " + words, () -> !process.isAlive())
        .until(() -> said().contains(words));
  }

  /** Waits until the instance answers. */
  void awaitReady(RestApi api) {
    Awaitility.await("ready")
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(50))
        .failFast("it ended", () -> !process.isAlive())
        .until(() -> api.get("/health/ready").status() == 200);
  }

  String said() throws IOException {
    return Files.readString(output);
  }

  /** Kills it, as kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end, as Ctrl-C does, and waits; gives its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return awaitExit();
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Awaitility.await("killed").atMost(TIMEOUT).until(() -> !process.isAlive());
  }
}
