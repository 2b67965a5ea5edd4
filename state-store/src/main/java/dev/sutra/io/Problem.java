package dev.sutra.io;

/**
 * A defect of a stored file.
 *
 * @param file name of the file
 * @param offset in the file, bytes
 * @param what what is wrong
 */
public record Problem(String file, long offset, String what) {
  /** The problem that an exception reports. */
  public static Problem of(CorruptFileException e) {
    return new Problem(e.file(), e.offset(), e.reason());
  }

  @Override
  public String toString() {
    return file + " at " + offset + ": " + what;
  }
}
