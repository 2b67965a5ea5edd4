package dev.sutra.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.cli.client.ClientCommands;
import dev.sutra.app.cli.store.StoreCommands;
import dev.sutra.app.rest.RestFixture;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.StorageEngine;
import dev.sutra.record.Concept;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class CommandRunnerTest {
  /** The command that the others hang on. */
  @Command(name = "sutra", mixinStandardHelpOptions = true, version = "1")
  static final class Root {}

  /** A pipe that its reader closes after some bytes. */
  private static final class ClosingPipe extends OutputStream {
    private int left;
    private int writesAfterwards;

    ClosingPipe(int bytes) {
      left = bytes;
    }

    @Override
    public void write(int b) throws IOException {
      if (left-- <= 0) {
        writesAfterwards++;
        throw new IOException("Broken pipe");
      }
    }
  }

  private static final int CONCEPTS = 2_000;

  @TempDir Path dir;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static CommandLine commands() {
    CommandLine line = new CommandLine(new Root());
    ClientCommands.addTo(line);
    StoreCommands.addTo(line);
    return line;
  }

  private int run(OutputStream out, String... arguments) {
    return new CommandRunner("sutra", out, err).run(CommandRunnerTest::commands, arguments);
  }

  private String store() throws IOException {
    Path store = dir.resolve("store");
    try (StorageEngine engine = StorageEngine.open(store, EngineOptions.standalone(2))) {
      IntStream.range(0, CONCEPTS)
          .forEach(i -> engine.put(Concept.builder("concept-" + i).text("a text").build()));
      engine.flush();
    }
    return store.toString();
  }

  @Test
  void outputThatCannotBeWrittenIsReportedAndHasACode() throws Exception {
    String store = store();
    try (RestFixture rest = new RestFixture().withAnimals()) {
      for (List<String> arguments :
          List.of(
              List.of("dump", store, "--rows"),
              List.of("check", store),
              List.of("compact", store),
              List.of("backup", store, dir.resolve("copy").toString()),
              List.of("stats", "--dir", store),
              List.of("search", "dog", "--url", rest.url()),
              List.of("get", "dog", "--json", "--url", rest.url()),
              List.of("neighbors", "dog", "--url", rest.url()),
              List.of("similar", "--id", "dog", "--url", rest.url()),
              List.of("timeline", "--url", rest.url()),
              List.of("stats", "--url", rest.url()),
              List.of("get", "--help"),
              List.of("--help"),
              List.of("--version"))) {
        err.reset();
        try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"))) {
          assertEquals(
              ExitCodes.CANNOT_WRITE,
              run(full, arguments.toArray(String[]::new)),
              arguments::toString);
        }
        assertEquals(
            "sutra: cannot write the output: No space left on device\n",
            err.toString(UTF_8),
            arguments::toString);
      }
    }
  }

  @Test
  void aClosedPipeEndsTheCommandEarlyAndQuietly() throws Exception {
    ClosingPipe pipe = new ClosingPipe(100);
    assertEquals(ExitCodes.CLOSED_PIPE, run(pipe, "dump", store(), "--rows"));
    assertEquals("", err.toString(UTF_8));
    // The write that found it closed, and the flush at the end; not thousands of rows.
    assertTrue(pipe.writesAfterwards <= 2, () -> pipe.writesAfterwards + " writes");
  }

  @Test
  void outputIsUtf8() throws Exception {
    try (RestFixture rest = new RestFixture()) {
      rest.send("PUT", "/v1/concepts/%E7%8A%AC", "{\"text\":\"Hündin 犬\"}");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertEquals(0, run(out, "get", "犬", "--url", rest.url()));
      assertTrue(out.toString(UTF_8).contains("Hündin 犬"), () -> out.toString(UTF_8));
    }
  }

  @Test
  void anArgumentThatBeginsWithAtIsTakenAsItIs() throws Exception {
    try (RestFixture rest = new RestFixture()) {
      rest.send("PUT", "/v1/concepts/%40home", "{\"text\":\"a home\"}");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertEquals(0, run(out, "get", "@home", "--url", rest.url()), () -> err.toString(UTF_8));
      assertTrue(out.toString(UTF_8).contains("a home"), () -> out.toString(UTF_8));
    }
  }

  @Test
  void lackOfMemoryIsReportedAndHasACode() {
    CommandRunner runner = new CommandRunner("sutra", OutputStream.nullOutputStream(), err);
    int code =
        runner.run(
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });
    assertEquals(ExitCodes.NO_RESOURCES, code);
    assertTrue(err.toString(UTF_8).startsWith("sutra: the heap of "), () -> err.toString(UTF_8));
    assertEquals(1, err.toString(UTF_8).lines().count());
  }

  @Test
  void anArgumentThatTheLocaleLostIsRefused() throws Exception {
    CommandFailure lost =
        assertThrows(
            CommandFailure.class,
            () -> CommandRunner.checkEncoding("ANSI_X3.4-1968", "get", "\uFFFD\uFFFD\uFFFD"));
    assertEquals(ExitCodes.USAGE, lost.exitCode());
    CommandRunner.checkEncoding("ANSI_X3.4-1968", "get", "dog");
    CommandRunner.checkEncoding("UTF-8", "get", "\uFFFD");
  }
}
