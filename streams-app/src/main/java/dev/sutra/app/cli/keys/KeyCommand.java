package dev.sutra.app.cli.keys;

import dev.sutra.app.auth.KeyFile;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.cli.SutraCommand;
import dev.sutra.app.message.Causes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The base of the commands for a file of keys. */
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
abstract class KeyCommand extends SutraCommand {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "the file of keys (default: ${DEFAULT-VALUE})",
      defaultValue = "data/keys")
  Path file;

  /** Does the work; an {@link IllegalArgumentException} says what is refused. */
  abstract void run(KeyFile keys, PrintWriter out) throws IOException;

  @Override
  protected final int execute(PrintWriter out) throws CommandFailure {
    try {
      run(new KeyFile(file), out);
      return ExitCodes.OK;
    } catch (IOException e) {
      throw new CommandFailure(ExitCodes.UNREACHABLE, Causes.of(e));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCodes.REFUSED, String.valueOf(e.getMessage()));
    }
  }
}
