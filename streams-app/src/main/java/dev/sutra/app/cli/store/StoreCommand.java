package dev.sutra.app.cli.store;

import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.message.Causes;
import dev.sutra.io.CorruptFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands for directories have in common: where they write, and their exit codes. */
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
public abstract class StoreCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  boolean help;

  /** Does the work and returns the exit code. */
  abstract int run(PrintWriter out) throws IOException;

  @Override
  public final Integer call() {
    return report(spec, this::run);
  }

  /** Work that writes for the user and returns an exit code. */
  @FunctionalInterface
  public interface Work {
    int run(PrintWriter out) throws IOException;
  }

  /** Does the work, and tells of its failure. */
  public static int report(CommandSpec spec, Work work) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      return work.run(out);
    } catch (CorruptFileException e) {
      return fail(spec, ExitCodes.DAMAGED, e);
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return fail(spec, ExitCodes.CANNOT_OPEN, e);
    } finally {
      out.flush();
    }
  }

  private static int fail(CommandSpec spec, int code, Exception e) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(spec.name() + ": " + Causes.of(e));
    err.flush();
    return code;
  }

  /** A heading where there are several stores. */
  static void heading(PrintWriter out, Path store, boolean several) {
    if (several) {
      out.println(store + ":");
    }
  }
}
