package dev.sutra.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.app.message.Causes;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParseResult;

/**
 * Runs a command with checked output: a write error or lack of memory ends it with a message and an
 * exit code. Output is always UTF-8.
 */
public final class CommandRunner {
  private static final String REPLACEMENT = "\uFFFD";

  private final String name;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * A runner.
   *
   * @param name of the program, for its messages
   */
  public CommandRunner(String name, OutputStream out, OutputStream err) {
    this.name = name;
    this.out = new PrintWriter(new OutputStreamWriter(new CheckedOutput(out), UTF_8));
    this.err = new PrintWriter(new OutputStreamWriter(err, UTF_8), true);
  }

  /** Runs a command line and returns the exit code. */
  public int run(Supplier<CommandLine> commands, String... arguments) {
    try {
      checkEncoding(System.getProperty("sun.jnu.encoding"), arguments);
      CommandLine line = commands.get();
      line.setOut(out);
      line.setErr(err);
      // An id or a word may begin with @; picocli would take it for a file of arguments.
      line.setExpandAtFiles(false);
      line.setExecutionStrategy(this::execute);
      int code = line.execute(arguments);
      out.flush();
      return code;
    } catch (CommandFailure e) {
      return fail(e.exitCode(), String.valueOf(e.getMessage()));
    } catch (OutputException e) {
      return unwritten(e);
    } catch (OutOfMemoryError e) {
      return fail(ExitCodes.NO_RESOURCES, Causes.of(e));
    }
  }

  /** As picocli does it, except that write errors have their own message and exit code. */
  private int execute(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutputException e) {
      return unwritten(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OutputException output) {
        return unwritten(output);
      }
      throw e;
    }
  }

  private int unwritten(OutputException e) {
    return e.isClosedPipe()
        ? ExitCodes.CLOSED_PIPE
        : fail(ExitCodes.CANNOT_WRITE, "cannot write the output: " + e.reason());
  }

  private int fail(int code, String message) {
    err.println(name + ": " + message);
    return code;
  }

  /** Java decodes arguments in the locale's encoding. With ASCII, other scripts would be lost. */
  static void checkEncoding(@Nullable String encoding, String... arguments) throws CommandFailure {
    if ("UTF-8".equalsIgnoreCase(encoding)) {
      return;
    }
    for (String argument : arguments) {
      if (argument.contains(REPLACEMENT)) {
        throw new CommandFailure(
            ExitCodes.USAGE,
            "an argument cannot be decoded in the locale's encoding, "
                + encoding
                + "; set LC_ALL to C.UTF-8");
      }
    }
  }
}
