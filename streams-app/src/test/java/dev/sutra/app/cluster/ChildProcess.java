package dev.sutra.app.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A Java process of this class path that is talked to by lines, and can be killed and paused. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final List<String> said = new CopyOnWriteArrayList<>();

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Thread.ofVirtual().start(this::listen);
  }

  /**
   * Starts one.
   *
   * @param log gets its standard error
   */
  static ChildProcess start(Class<?> main, int heapMib, Path log, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heapMib + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new ChildProcess(process, log);
  }

  private void listen() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        said.add(line);
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  /** The lines that it wrote to standard output. */
  List<String> said() {
    return List.copyOf(said);
  }

  /** Waits for a line; gives the first from a position on. */
  String awaitLine(int from, Predicate<String> wanted) {
    await("a line of a process, whose log is " + log)
        .atMost(Duration.ofMinutes(3))
        .failFast("the process has ended", () -> !process.isAlive() && !any(from, wanted))
        .until(() -> any(from, wanted));
    return said.stream().skip(from).filter(wanted).findFirst().orElseThrow();
  }

  private boolean any(int from, Predicate<String> wanted) {
    return said.stream().skip(from).anyMatch(wanted);
  }

  /** Sends a command; gives the lines of the answer, which ends with the line {@code END}. */
  List<String> ask(String command) {
    int from = said.size();
    try {
      Writer writer = process.outputWriter(UTF_8);
      writer.write(command + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitLine(from, "END"::equals);
    List<String> answer = said.stream().skip(from).toList();
    return answer.subList(0, answer.indexOf("END"));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as a power cut of the process would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it in order. */
  void terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the process does not end; its log is " + log);
    }
  }

  void pause() throws Exception {
    signal("STOP");
  }

  void resume() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("kill -" + name + " failed with " + code);
    }
  }

  /** Kills it, and waits until the system has given back its files. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
