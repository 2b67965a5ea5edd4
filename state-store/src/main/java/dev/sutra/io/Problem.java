package dev.sutra.io;

/**
 * Something about a stored file that is not as it must be.
 *
 * @param file name of the file
 * @param offset where in it, bytes
 * @param what what is wrong there
 */
public record Problem(String file, long offset, String what) {
  /** The problem that an exception tells of. */
  public static Problem of(CorruptFileException e) {
    return new Problem(e.file(), e.offset(), e.reason());
  }

  @Override
  public String toString() {
    return file + " at " + offset + ": " + what;
  }
}
