package dev.sutra.record;

/** Bytes that are offered as a row are not one. Says what is wrong with them. */
public final class RowFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public RowFormatException(String message) {
    super(message);
  }
}
