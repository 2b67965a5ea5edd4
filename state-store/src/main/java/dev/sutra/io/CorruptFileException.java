package dev.sutra.io;

/** A file is corrupt. Names the file and the offset. */
public final class CorruptFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final long offset;
  private final String reason;

  /**
   * Creates the exception.
   *
   * @param file name of the corrupt file
   * @param offset of the corruption in the file, bytes
   * @param reason what is wrong
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

  /** What is wrong, without file and offset. */
  public String reason() {
    return reason;
  }
}
