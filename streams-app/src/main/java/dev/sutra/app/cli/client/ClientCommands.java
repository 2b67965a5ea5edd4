package dev.sutra.app.cli.client;

import dev.sutra.app.cli.Commands;
import dev.sutra.app.cli.ExitCodes;
import picocli.CommandLine;

/** The commands for a running instance. */
public final class ClientCommands {
  private ClientCommands() {}

  /**
   * Adds {@code get, neighbors, paths, expand, search, complete, facets, similar, hybrid, timeline,
   * stats, produce} to a command line. Each writes to the out and err of {@code parent} and returns
   * one of {@link ExitCodes}.
   */
  public static void addTo(CommandLine parent) {
    Commands.add(
        parent,
        new GetCommand(),
        new NeighborsCommand(),
        new PathsCommand(),
        new ExpandCommand(),
        new SearchCommand(),
        new CompleteCommand(),
        new FacetsCommand(),
        new SimilarCommand(),
        new HybridCommand(),
        new TimelineCommand(),
        new StatsCommand(),
        new ProduceCommand());
  }
}
