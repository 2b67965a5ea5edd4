package dev.sutra.app.demo;

import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.server.Ending;

/** The demo cannot go on; the message is for the user. */
final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  DemoException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The instance has stopped for good. */
  static DemoException of(Ending ending) {
    return new DemoException(ExitCodes.of(ending.byConfiguration()), ending.reason());
  }

  int exitCode() {
    return exitCode;
  }
}
