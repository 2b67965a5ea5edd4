package dev.sutra.app.cli.store;

import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.cli.SutraCommand;
import dev.sutra.app.message.Causes;
import dev.sutra.io.CorruptFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The base of the commands for directories: maps failures of a store to exit codes. */
public abstract class StoreCommand extends SutraCommand {
  /** Work on the files of a store that returns an exit code. */
  @FunctionalInterface
  public interface Work {
    int run() throws IOException;
  }

  /** Does the work and returns the exit code. */
  abstract int run(PrintWriter out) throws IOException;

  @Override
  protected final int execute(PrintWriter out) throws CommandFailure {
    return work(() -> run(out));
  }

  /** Does the work, with failures that have the exit codes of store commands. */
  public static int work(Work work) throws CommandFailure {
    try {
      return work.run();
    } catch (CorruptFileException e) {
      throw new CommandFailure(ExitCodes.DAMAGED, Causes.of(e));
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      throw new CommandFailure(ExitCodes.CANNOT_OPEN, Causes.of(e));
    }
  }

  /** A heading where there are several stores. */
  static void heading(PrintWriter out, Path store, boolean several) {
    if (several) {
      out.println(store + ":");
    }
  }
}
