package dev.sutra.app.cli.serve;

import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.cli.SutraCommand;
import dev.sutra.app.message.Causes;
import dev.sutra.app.server.AppConfig;
import dev.sutra.app.server.Ending;
import dev.sutra.app.server.SutraApp;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs an instance against an existing cluster and registry. */
@Command(
    name = "serve",
    description = "Run an instance against an existing cluster and schema registry.",
    footer = "%nExit codes: 0 stopped, 1 failed, 2 wrong usage or configuration.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
public final class ServeCommand extends SutraCommand {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "a properties file; docs/configuration.md lists its keys")
  private Path file;

  @Option(
      names = "--insecure",
      description =
          "listen beyond the loopback address although clients need no keys, like"
              + " http.insecure=true")
  private boolean insecure;

  @Override
  protected int execute(PrintWriter out) throws CommandFailure, InterruptedException {
    AppConfig config = config();
    try (SutraApp app = SutraApp.start(config, null)) {
      out.println("REST on http://" + config.httpHost() + ":" + app.port());
      out.flush();
      var unused = new StopSignal(app::close);
      Ending ending = app.awaitEnd();
      if (ending != null) {
        throw CommandFailure.stopped(ending.byConfiguration(), ending.reason());
      }
      return ExitCodes.OK;
    } catch (IOException e) {
      throw new CommandFailure(ExitCodes.REFUSED, Causes.of(e));
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CommandFailure(ExitCodes.USAGE, file + ": " + Causes.of(cause));
    }
  }

  private AppConfig config() throws CommandFailure {
    try (Reader reader = Files.newBufferedReader(file)) {
      Properties properties = new Properties();
      properties.load(reader);
      if (insecure) {
        properties.setProperty("http.insecure", "true");
      }
      return AppConfig.of(properties);
    } catch (IOException e) {
      throw new CommandFailure(ExitCodes.USAGE, file + " cannot be read: " + Causes.of(e));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCodes.USAGE, file + ": " + e.getMessage());
    }
  }
}
