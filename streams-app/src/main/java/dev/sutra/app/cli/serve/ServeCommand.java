package dev.sutra.app.cli.serve;

import dev.sutra.app.cli.ExitCodes;
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
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs an instance against an existing cluster and registry. */
@Command(
    name = "serve",
    description = "Run an instance against an existing cluster and schema registry.",
    footer = "%nExit codes: 0 stopped, 1 failed, 2 wrong usage or configuration.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
public final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "a properties file; the README lists its keys")
  private Path file;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  boolean help;

  @Override
  public Integer call() throws InterruptedException {
    AppConfig config;
    try (Reader reader = Files.newBufferedReader(file)) {
      Properties properties = new Properties();
      properties.load(reader);
      config = AppConfig.of(properties);
    } catch (IOException e) {
      return fail(ExitCodes.USAGE, file + " cannot be read: " + Causes.of(e));
    } catch (IllegalArgumentException e) {
      return fail(ExitCodes.USAGE, file + ": " + e.getMessage());
    }
    try (SutraApp app = SutraApp.start(config, null)) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("REST on http://" + config.httpHost() + ":" + app.port());
      out.flush();
      var unused = new StopSignal(app::close);
      Ending ending = app.awaitEnd();
      return ending == null
          ? ExitCodes.OK
          : fail(ExitCodes.of(ending.byConfiguration()), ending.reason());
    } catch (IOException e) {
      return fail(ExitCodes.REFUSED, Causes.of(e));
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return fail(ExitCodes.USAGE, file + ": " + Causes.of(cause));
    }
  }

  private int fail(int code, String reason) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("serve: " + reason);
    err.flush();
    return code;
  }
}
