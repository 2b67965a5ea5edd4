package dev.sutra.app.demo;

import dev.sutra.app.broker.BrokerException;
import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.cli.SutraCommand;
import dev.sutra.app.cli.serve.StopSignal;
import dev.sutra.app.message.Causes;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.rest.http.PortInUseException;
import dev.sutra.app.rest.http.RestPort;
import dev.sutra.app.server.AppConfig;
import dev.sutra.app.server.Ending;
import dev.sutra.app.server.SutraApp;
import dev.sutra.app.topology.Topics;
import dev.sutra.app.wordnet.WordNet;
import dev.sutra.app.wordnet.WordNetEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * Runs a broker, a registry and an instance in one process, and loads WordNet through the topic.
 */
@Command(
    name = "demo",
    description = {
      "Run a broker, the app and WordNet in one process.",
      "",
      "Data is kept in DIR: a restart skips what is already loaded and is ready in seconds."
    },
    footer = "%nExit codes: 0 done, 1 failed, 2 wrong usage or incompatible data.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
public final class DemoCommand extends SutraCommand {
  private static final int PORT_MAX = 65_535;
  private static final int INSTANCES_MAX = 5;

  @ArgGroup private Amount amount = new Amount();

  /** How much of WordNet is loaded. */
  private static final class Amount {
    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "load the first N synsets, breadth-first from dog (default: all)")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--empty", description = "load nothing")
    private boolean empty;
  }

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "port of the REST service, 0 for any (default: ${DEFAULT-VALUE})",
      defaultValue = "8080")
  private int port;

  @Option(
      names = "--kafka-port",
      paramLabel = "K",
      description = "port of the broker, 0 for any (default: ${DEFAULT-VALUE})",
      defaultValue = "9092")
  private int kafkaPort;

  @Option(
      names = "--instances",
      paramLabel = "N",
      description =
          "how many instances share the partitions, 1 to 5; they have the ports from P on"
              + " (default: ${DEFAULT-VALUE})",
      defaultValue = "1")
  private int instances;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "data directory (default: ${DEFAULT-VALUE})",
      defaultValue = "data")
  private Path data;

  @Option(names = "--exit", description = "exit after loading and showing the sample queries")
  private boolean exit;

  @Override
  protected int execute(PrintWriter out) throws CommandFailure, InterruptedException {
    if (amount.limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit is at least 1");
    }
    if (port < 0 || port > PORT_MAX || kafkaPort < 0 || kafkaPort > PORT_MAX) {
      throw new ParameterException(spec.commandLine(), "a port is 0 to " + PORT_MAX);
    }
    if (instances < 1 || instances > INSTANCES_MAX) {
      throw new ParameterException(spec.commandLine(), "--instances is 1 to " + INSTANCES_MAX);
    }
    if (port != 0 && port + instances - 1 > PORT_MAX) {
      throw new ParameterException(
          spec.commandLine(), "the ports of the instances end above " + PORT_MAX);
    }
    if (port != 0 && kafkaPort >= port && kafkaPort < port + instances && kafkaPort != port) {
      throw new ParameterException(
          spec.commandLine(), "--kafka-port " + kafkaPort + " is the port of an instance");
    }
    if (port != 0 && port == kafkaPort) {
      throw new ParameterException(
          spec.commandLine(), "--port and --kafka-port are both " + port + "; they must differ");
    }
    try {
      // The broker takes seconds to start, so a port in use is reported before.
      RestPort.checkFree("127.0.0.1", port);
      return run(out);
    } catch (BrokerException | PortInUseException e) {
      throw new CommandFailure(ExitCodes.REFUSED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCodes.REFUSED, "the data directory " + data + " cannot be used: " + Causes.of(e));
    } catch (ExecutionException e) {
      throw new CommandFailure(ExitCodes.REFUSED, "the broker refused: " + Causes.of(e));
    }
  }

  private int run(PrintWriter out)
      throws CommandFailure, IOException, InterruptedException, ExecutionException {
    Files.createDirectories(data);
    try (EmbeddedBroker broker = EmbeddedBroker.start(data.resolve("broker"), kafkaPort);
        FileSchemaRegistry registry = FileSchemaRegistry.open(data.resolve("registry.json"));
        DemoInstances all = new DemoInstances(instances, i -> config(broker, i), registry)) {
      SutraApp app = all.first();
      StopSignal stop = new StopSignal(all::close, broker::close);
      String url = "http://127.0.0.1:" + app.port();
      out.println("REST on " + url + ", broker on " + broker.bootstrapServers());
      out.flush();
      DemoSession session = new DemoSession(app, out, url);
      session.awaitReady();
      if (!amount.empty) {
        WordNetEvents events = new WordNetEvents(WordNet.load());
        try (WordNetLoader loader =
            new WordNetLoader(
                broker.bootstrapServers(), app.serde().serializer(), Topics.DEFAULT.events())) {
          session.load(loader, events, Math.min(amount.limit, events.synsetCount()));
        }
      }
      all.compare(out);
      if (exit) {
        return ExitCodes.OK;
      }
      out.println("Serving on " + url + "; press Ctrl-C to stop.");
      out.flush();
      Ending ending = app.awaitEnd();
      if (ending != null) {
        throw CommandFailure.stopped(ending.byConfiguration(), ending.reason());
      }
      stop.await();
      return ExitCodes.OK;
    }
  }

  private AppConfig config(EmbeddedBroker broker, int instance) {
    String suffix = instance == 0 ? "" : "-" + (instance + 1);
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", broker.bootstrapServers());
    settings.setProperty("state.dir", data.resolve("state" + suffix).toString());
    settings.setProperty("http.port", Integer.toString(port == 0 ? 0 : port + instance));
    settings.setProperty("partitions", "4");
    // A static member rejoins the group immediately after a crash.
    settings.setProperty("kafka.group.instance.id", "demo" + suffix);
    settings.setProperty("kafka.session.timeout.ms", "10000");
    return AppConfig.of(settings);
  }
}
