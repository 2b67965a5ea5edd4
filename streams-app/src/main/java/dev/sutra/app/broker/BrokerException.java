package dev.sutra.app.broker;

/** The embedded broker cannot start. The message is for the user. */
public final class BrokerException extends RuntimeException {
  BrokerException(String message) {
    super(message);
  }

  BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
