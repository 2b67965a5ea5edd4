package dev.sutra.app.cli;

/** Ends a command with a message for the user and an exit code. */
public final class CommandFailure extends Exception {
  private final int exitCode;

  public CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The failure of an instance that has stopped for good. */
  public static CommandFailure stopped(boolean byConfiguration, String reason) {
    return new CommandFailure(
        byConfiguration ? ExitCodes.CONFIGURATION : ExitCodes.REFUSED, reason);
  }

  public int exitCode() {
    return exitCode;
  }
}
