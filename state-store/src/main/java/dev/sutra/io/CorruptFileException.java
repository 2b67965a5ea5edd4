package dev.sutra.io;

/** Stored bytes are not what was written. Names the file and the offset; nothing was guessed. */
public final class CorruptFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final long offset;

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
  }

  public String file() {
    return file;
  }

  public long offset() {
    return offset;
  }
}
