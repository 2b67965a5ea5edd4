package dev.sutra.app.cli.client;

import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.cli.SutraCommand;
import dev.sutra.app.cli.Terminal;
import dev.sutra.app.message.Causes;
import dev.sutra.schemas.ConceptEventSerializer;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.registry.SchemaRegistryClient;
import dev.sutra.schemas.registry.SchemaRegistryClients;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends the events of a file of JSON Lines to the topic. */
@Command(
    name = "produce",
    description = "Send the events of a file of JSON Lines to the topic.",
    footer =
        "%nExit codes: 0 all events sent, 1 refused, 2 wrong usage, 3 broker or registry"
            + " unreachable, 4 some lines invalid, all others sent.")
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class ProduceCommand extends SutraCommand {
  private static final int PROGRESS_REFRESH_MS = 250;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "a broker of the cluster (default: ${DEFAULT-VALUE})",
      defaultValue = "127.0.0.1:9092")
  private String bootstrap;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "the topic of events (default: ${DEFAULT-VALUE})",
      defaultValue = "concept-events")
  private String topic;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "the schema registry (default: ${DEFAULT-VALUE})",
      defaultValue = "http://127.0.0.1:8080/registry")
  private String registry;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "how long to wait for broker and registry (default: ${DEFAULT-VALUE})",
      defaultValue = "10")
  private int timeoutSeconds;

  @Parameters(paramLabel = "FILE", description = "JSON Lines, or - for standard input")
  private String file;

  @Override
  protected int execute(PrintWriter out) throws CommandFailure {
    if (timeoutSeconds < 1 || timeoutSeconds > 600) {
      throw new CommandFailure(ExitCodes.USAGE, "--timeout is 1 to 600 seconds");
    }
    try (InputStream in = open()) {
      checkTopic();
      EventSender.Result result = send(in, spec.commandLine().getErr());
      out.println(
          result.sent() + " sent" + (result.bad() > 0 ? ", bad lines: " + result.bad() : ""));
      out.flush();
      Exception failure = result.failure();
      if (failure != null) {
        throw failures().of(failure);
      }
      return result.bad() > 0 ? ExitCodes.BAD_LINES : ExitCodes.OK;
    } catch (IOException e) {
      throw new CommandFailure(ExitCodes.USAGE, file + " cannot be read: " + Causes.of(e));
    }
  }

  private InputStream open() throws IOException {
    if (file.equals("-")) {
      return System.in;
    }
    try {
      return Files.newInputStream(Path.of(file));
    } catch (InvalidPathException e) {
      throw new IOException("not a valid file name", e);
    }
  }

  private void checkTopic() throws CommandFailure {
    int timeoutMs = timeoutSeconds * 1000;
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", bootstrap,
            "default.api.timeout.ms", timeoutMs,
            "request.timeout.ms", timeoutMs,
            "client.id", "sutra-produce");
    try (Admin admin = Admin.create(config)) {
      admin.describeTopics(List.of(topic)).allTopicNames().get();
    } catch (ExecutionException e) {
      throw failures().of(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCodes.UNREACHABLE, "interrupted");
    } catch (KafkaException e) {
      throw failures().badAddress(e);
    }
  }

  private EventSender.Result send(InputStream in, PrintWriter err)
      throws CommandFailure, IOException {
    int timeoutMs = timeoutSeconds * 1000;
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "client.id",
            "sutra-produce",
            "enable.idempotence",
            true,
            "acks",
            "all",
            "compression.type",
            "lz4",
            "linger.ms",
            5,
            "request.timeout.ms",
            timeoutMs,
            "delivery.timeout.ms",
            timeoutMs + 1000,
            "max.block.ms",
            timeoutMs);
    try (SchemaRegistryClient schemas = registry();
        KafkaProducer<String, ConceptEvent> producer =
            new KafkaProducer<>(
                config, new StringSerializer(), new ConceptEventSerializer(schemas))) {
      EventSender sender = new EventSender(producer, topic, err);
      if (!Terminal.isPresent()) {
        return sender.send(in, (sent, bytes) -> {});
      }
      try (ProgressBar bar = progressBar()) {
        return sender.send(
            in,
            (sent, bytes) -> {
              bar.stepTo(bytes);
              bar.setExtraMessage(sent + " events");
            });
      }
    }
  }

  private ProduceFailures failures() {
    return new ProduceFailures(bootstrap, topic, registry, timeoutSeconds);
  }

  private SchemaRegistryClient registry() throws CommandFailure {
    try {
      return SchemaRegistryClients.create(
          Map.of(
              "schema.registry.url",
              registry,
              "http.connect.timeout.ms",
              timeoutSeconds * 500,
              "http.read.timeout.ms",
              timeoutSeconds * 500,
              "max.retries",
              1));
    } catch (ConfigException e) {
      throw new CommandFailure(ExitCodes.USAGE, "--registry: " + e.getMessage());
    }
  }

  private ProgressBar progressBar() throws IOException {
    long bytes = file.equals("-") ? -1 : Files.size(Path.of(file));
    return new ProgressBarBuilder()
        .setTaskName("produce")
        .setInitialMax(bytes)
        .setUnit(" MiB", 1 << 20)
        .setUpdateIntervalMillis(PROGRESS_REFRESH_MS)
        .showSpeed()
        .build();
  }
}
