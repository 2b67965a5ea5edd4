package dev.sutra.app.cli;

import dev.sutra.app.message.PlainText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The base of all commands: the help option, the output, and how a failure is reported. */
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
public abstract class SutraCommand implements Callable<Integer> {
  /** The specification of this command. */
  @Spec protected CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  boolean help;

  /**
   * Executes the command.
   *
   * @return the exit code
   * @throws CommandFailure with the exit code and a message for the user
   */
  protected abstract int execute(PrintWriter out) throws CommandFailure, InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      return execute(out);
    } catch (CommandFailure e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(spec.name() + ": " + PlainText.forTerminal(String.valueOf(e.getMessage())));
      err.flush();
      return e.exitCode();
    } finally {
      out.flush();
    }
  }
}
