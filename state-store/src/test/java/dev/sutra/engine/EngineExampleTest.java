package dev.sutra.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineExampleTest {
  @Test
  void theExamplePrintsWhatThePageShows(@TempDir Path directory) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    EngineExample.run(directory.resolve("animals"), new PrintStream(printed, true, UTF_8));
    String page = Files.readString(Path.of("..", "docs", "engine.md"));
    String expected = "```\n" + printed.toString(UTF_8) + "```\n";
    assertTrue(page.contains(expected), () -> "docs/engine.md does not show\n" + expected);
  }
}
