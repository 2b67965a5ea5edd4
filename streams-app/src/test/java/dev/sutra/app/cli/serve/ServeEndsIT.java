package dev.sutra.app.cli.serve;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.server.AppConfig;
import dev.sutra.app.server.SutraApp;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command ends by itself where trying again cannot help. */
class ServeEndsIT {
  @TempDir Path directory;

  @Test
  void aSettingThatDoesNotFitTheStoreEndsItWithOneMessageAndACode() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
      Properties settings = settings(broker);
      try (SutraApp app = SutraApp.start(AppConfig.of(settings), null)) {
        await().atMost(Duration.ofMinutes(1)).until(() -> app.service().notReadyReason() == null);
      }
      settings.setProperty("dimension", "3");
      StringWriter errors = new StringWriter();
      int code = serve(settings, errors);
      assertEquals(ExitCodes.USAGE, code, errors.toString());
      assertEquals(1, errors.toString().lines().count(), errors.toString());
      assertTrue(errors.toString().contains("was made with dimension 2, the setting says 3"));
    }
  }

  private Properties settings(EmbeddedBroker broker) {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", broker.bootstrapServers());
    settings.setProperty("schema.registry.url", "mock://serve");
    settings.setProperty("state.dir", directory.resolve("state").toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("partitions", "1");
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "2");
    return settings;
  }

  private int serve(Properties settings, Writer errors) throws IOException {
    Path file = directory.resolve("serve.properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      settings.store(out, null);
    }
    CommandLine command = new CommandLine(new ServeCommand());
    command.setOut(new PrintWriter(Writer.nullWriter(), true));
    command.setErr(new PrintWriter(errors, true));
    return command.execute("--config", file.toString());
  }
}
