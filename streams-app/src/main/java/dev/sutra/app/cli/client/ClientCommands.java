package dev.sutra.app.cli.client;

import dev.sutra.app.cli.ExitCodes;
import java.util.List;
import picocli.CommandLine;

/** The commands for a running instance. */
public final class ClientCommands {
  private ClientCommands() {}

  /**
   * Adds {@code get, neighbors, search, similar, timeline, stats, produce} to a command line. Each
   * writes to the out and err of {@code parent} and returns one of {@link ExitCodes}.
   */
  public static void addTo(CommandLine parent) {
    List<Object> commands =
        List.of(
            new GetCommand(),
            new NeighborsCommand(),
            new SearchCommand(),
            new SimilarCommand(),
            new TimelineCommand(),
            new StatsCommand(),
            new ProduceCommand());
    for (Object command : commands) {
      CommandLine child = new CommandLine(command);
      parent.addSubcommand(child);
      child.setOut(parent.getOut());
      child.setErr(parent.getErr());
      child.setUsageHelpAutoWidth(true);
    }
  }
}
