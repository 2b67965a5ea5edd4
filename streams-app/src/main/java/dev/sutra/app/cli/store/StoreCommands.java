package dev.sutra.app.cli.store;

import java.util.List;
import picocli.CommandLine;

/** The commands for the directory of a store. */
public final class StoreCommands {
  private StoreCommands() {}

  /** Adds {@code check, dump, compact, backup, restore} to a command line. */
  public static void addTo(CommandLine parent) {
    List<Object> commands =
        List.of(
            new CheckCommand(),
            new DumpCommand(),
            new CompactCommand(),
            new BackupCommand(),
            new RestoreCommand());
    for (Object command : commands) {
      CommandLine child = new CommandLine(command);
      parent.addSubcommand(child);
      child.setOut(parent.getOut());
      child.setErr(parent.getErr());
      child.setUsageHelpAutoWidth(true);
    }
  }
}
