package dev.sutra.app.broker;

/** The embedded broker cannot start; the message says why in words meant for its user. */
public final class BrokerException extends RuntimeException {
  BrokerException(String message) {
    super(message);
  }

  BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
