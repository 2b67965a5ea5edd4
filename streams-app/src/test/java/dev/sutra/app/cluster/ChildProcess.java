package dev.sutra.app.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A Java process of this class path that is talked to by lines, and can be killed and paused.
 *
 * <p>It answers a command with a line {@code ANSWER N} and N lines. What else it writes to standard
 * output is kept.
 */
final class ChildProcess implements AutoCloseable {
  static final String ANSWER = "ANSWER ";
  private static final int PATIENCE_SECONDS = 180;
  private static final int POLL_MS = 100;

  private final Process process;
  private final Path log;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final BlockingQueue<List<String>> answers = new LinkedBlockingQueue<>();

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
        if (line.startsWith(ANSWER)) {
          answers.add(readAnswer(reader, Integer.parseInt(line.substring(ANSWER.length()))));
        } else {
          said.add(line);
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  private static List<String> readAnswer(BufferedReader reader, int lines) throws IOException {
    List<String> answer = new ArrayList<>(lines);
    for (int i = 0; i < lines; i++) {
      String line = reader.readLine();
      if (line == null) {
        throw new EOFException();
      }
      answer.add(line);
    }
    return answer;
  }

  /** The lines that it wrote to standard output, without answers. */
  List<String> said() {
    return List.copyOf(said);
  }

  /** Waits for a line. */
  void awaitLine(Predicate<String> wanted) {
    await("a line of a process, whose log is " + log)
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .failFast("the process has ended", () -> !process.isAlive() && !any(wanted))
        .until(() -> any(wanted));
  }

  private boolean any(Predicate<String> wanted) {
    return said.stream().anyMatch(wanted);
  }

  /** Sends a command and waits for its answer. One thread at a time asks. */
  List<String> ask(String command) throws InterruptedException {
    try {
      Writer writer = process.outputWriter(UTF_8);
      writer.write(command + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < PATIENCE_SECONDS * 1_000 / POLL_MS; i++) {
      boolean alive = process.isAlive();
      List<String> answer = answers.poll(POLL_MS, TimeUnit.MILLISECONDS);
      if (answer != null) {
        return answer;
      }
      if (!alive) {
        break;
      }
    }
    throw new IllegalStateException("no answer to " + command + "; the log is " + log);
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
