package dev.sutra.app.cli.keys;

import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.Commands;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.cli.SutraCommand;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code key} with its commands. */
@Command(
    name = "key",
    description = "Add, list and revoke the keys of clients, which auth.keys.file names.",
    synopsisSubcommandLabel = "(add | list | revoke)")
public final class KeyCommands extends SutraCommand {
  private KeyCommands() {}

  /** Adds {@code key} to a command line. */
  public static void addTo(CommandLine parent) {
    Commands.add(parent, new KeyCommands());
    CommandLine key = Objects.requireNonNull(parent.getSubcommands().get("key"));
    Commands.add(key, new KeyAddCommand(), new KeyListCommand(), new KeyRevokeCommand());
  }

  @Override
  protected int execute(PrintWriter out) throws CommandFailure {
    throw new CommandFailure(ExitCodes.USAGE, "add, list or revoke is missing; see key --help");
  }
}
