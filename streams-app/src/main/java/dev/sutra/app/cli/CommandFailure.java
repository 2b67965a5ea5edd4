package dev.sutra.app.cli;

/** A command ends: a sentence for the user and an exit code. */
public final class CommandFailure extends Exception {
  private final int exitCode;

  public CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
