package dev.sutra.kafka.routing.wire;

/** Bytes of another instance are not what they must be. The message says what is wrong. */
public final class WireFormatException extends RuntimeException {
  public WireFormatException(String message) {
    super(message);
  }

  WireFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
