package dev.sutra.app;

import dev.sutra.app.cli.ClientCommands;
import dev.sutra.app.cli.StoreCommands;
import dev.sutra.app.demo.DemoCommand;
import dev.sutra.app.demo.ServeCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "sutra",
    description = "A Kafka Streams state store that answers by meaning.",
    mixinStandardHelpOptions = true,
    version = "sutra 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line with all commands. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new DemoCommand());
    line.addSubcommand(new ServeCommand());
    ClientCommands.addTo(line);
    StoreCommands.addTo(line);
    line.addSubcommand("completion", new GenerateCompletion());
    return line;
  }
}
