package dev.sutra.record;

/** Bytes are not a valid row. The message says why. */
public final class RowFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public RowFormatException(String message) {
    super(message);
  }
}
