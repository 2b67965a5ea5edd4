package dev.sutra.app.cli;

import picocli.CommandLine;

/** Adds commands to a command line. */
public final class Commands {
  private Commands() {}

  /** Adds commands that write to the out and err of {@code parent}. */
  public static void add(CommandLine parent, SutraCommand... commands) {
    for (SutraCommand command : commands) {
      CommandLine child = new CommandLine(command);
      parent.addSubcommand(child);
      child.setOut(parent.getOut());
      child.setErr(parent.getErr());
      child.setUsageHelpAutoWidth(true);
    }
  }
}
