package dev.sutra.app.cli;

/** A command ends: a sentence for the user and an exit code. */
final class CommandFailure extends Exception {
  private final int exitCode;

  CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
