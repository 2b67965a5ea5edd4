package dev.sutra.manifest;

import dev.sutra.io.FileNumbers;

/**
 * One codebook of a store.
 *
 * @param fileNumber number in the codebook file's name
 * @param id identifier of the codebook in the segments that use it
 * @param bytes size of its file
 */
public record CodebookState(long fileNumber, long id, long bytes) {
  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public CodebookState {
    Checks.range("fileNumber of a codebook", fileNumber, 0, FileNumbers.MAX);
    Checks.range("bytes of a codebook", bytes, 0, Long.MAX_VALUE);
  }
}
