package dev.sutra.app.cli.store;

import dev.sutra.app.cli.Commands;
import picocli.CommandLine;

/** The commands for the directory of a store. */
public final class StoreCommands {
  private StoreCommands() {}

  /** Adds {@code check, dump, compact, backup, restore} to a command line. */
  public static void addTo(CommandLine parent) {
    Commands.add(
        parent,
        new CheckCommand(),
        new DumpCommand(),
        new CompactCommand(),
        new BackupCommand(),
        new RestoreCommand());
  }
}
