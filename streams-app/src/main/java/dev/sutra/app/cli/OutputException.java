package dev.sutra.app.cli;

import dev.sutra.app.message.Causes;
import java.io.IOException;

/**
 * The output of a command cannot be written. It is unchecked so that it passes through a {@link
 * java.io.PrintWriter}, which hides checked ones, and ends the command.
 */
final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  OutputException(IOException cause) {
    super(cause);
    this.reason = Causes.of(cause);
  }

  /** Why, in words. */
  String reason() {
    return reason;
  }

  /** Whether the reader has gone, as in {@code sutra dump DIR | head -1}. */
  boolean isClosedPipe() {
    return reason.contains("pipe");
  }
}
