package dev.sutra.app.demo;

/** The demo cannot go on; the message is for the user. */
final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DemoException(String message) {
    super(message);
  }
}
