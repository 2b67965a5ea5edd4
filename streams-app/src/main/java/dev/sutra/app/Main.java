package dev.sutra.app;

import dev.sutra.app.cli.CommandRunner;
import dev.sutra.app.cli.client.ClientCommands;
import dev.sutra.app.cli.keys.KeyCommands;
import dev.sutra.app.cli.serve.ServeCommand;
import dev.sutra.app.cli.store.StoreCommands;
import dev.sutra.app.demo.DemoCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "sutra",
    description = "A Kafka Streams state store with text, vector and graph search.",
    mixinStandardHelpOptions = true,
    version = "sutra 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // Not System.out, which hides write errors.
    CommandRunner runner =
        new CommandRunner(
            "sutra",
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err));
    System.exit(runner.run(Main::commandLine, arguments));
  }

  /** The command line with all commands. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new DemoCommand());
    line.addSubcommand(new ServeCommand());
    ClientCommands.addTo(line);
    StoreCommands.addTo(line);
    KeyCommands.addTo(line);
    line.addSubcommand("completion", new GenerateCompletion());
    return line;
  }
}
