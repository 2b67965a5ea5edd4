package dev.sutra.io;

/** Stored bytes are not what was written. Names the file and the offset; nothing was guessed. */
public final class CorruptFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final long offset;
  private final String reason;

  /**
   * Creates the exception.
   *
   * @param file name of the damaged file
   * @param offset where in it the damage was seen, bytes
   * @param reason what is wrong there
   */
  public CorruptFileException(String file, long offset, String reason) {
    super(file + " is damaged at offset " + offset + ": " + reason);
    this.file = file;
    this.offset = offset;
    this.reason = reason;
  }

  public String file() {
    return file;
  }

  public long offset() {
    return offset;
  }

  /** What is wrong there, without file and offset. */
  public String reason() {
    return reason;
  }
}
