package dev.sutra.schemas;

/** An event that is not valid; the message names the field and what is wrong with it. */
public final class InvalidEventException extends IllegalArgumentException {
  /** Names what is wrong. */
  public InvalidEventException(String message) {
    super(message);
  }
}
