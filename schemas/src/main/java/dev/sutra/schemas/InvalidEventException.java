package dev.sutra.schemas;

/** An event is invalid. The message names the field and the reason. */
public final class InvalidEventException extends IllegalArgumentException {
  /** Creates the exception with the reason. */
  public InvalidEventException(String message) {
    super(message);
  }
}
