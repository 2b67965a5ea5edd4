package dev.sutra.vector.quantization;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.FileNumbers;
import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/**
 * Codebook files of a store. A name is the file number in at least twelve digits, then {@code
 * .codebook}.
 */
public final class CodebookFile {
  private static final String SUFFIX = ".codebook";
  private static final int BYTES_MAX = 1 << 30;

  private CodebookFile() {}

  public static String name(long fileNumber) {
    return FileNumbers.name(fileNumber, SUFFIX);
  }

  /** The file number in a name; -1 if it is not the name of a codebook file. */
  public static long number(String name) {
    return FileNumbers.number(name, SUFFIX);
  }

  /**
   * Writes a new file and forces it. Its name is durable only after the directory is synced.
   *
   * @return its length
   */
  public static long write(Storage storage, long fileNumber, CellCodebook codebook)
      throws IOException {
    byte[] bytes = CellCodebookFormat.encode(codebook);
    try (OutputFile file = storage.create(name(fileNumber))) {
      file.write(ByteBuffer.wrap(bytes));
      file.force();
    }
    return bytes.length;
  }

  /**
   * Reads a file.
   *
   * @throws CorruptFileException if it is missing or corrupt
   * @throws IOException if it cannot be read
   */
  public static CellCodebook read(Storage storage, long fileNumber) throws IOException {
    String name = name(fileNumber);
    byte[] bytes;
    try {
      if (!storage.exists(name)) {
        throw new CorruptFileException(name, 0, "it is missing");
      }
      bytes = storage.read(name, BYTES_MAX);
    } catch (NoSuchFileException e) {
      CorruptFileException missing = new CorruptFileException(name, 0, "it is missing");
      missing.initCause(e);
      throw missing;
    }
    return CellCodebookFormat.decode(bytes, name);
  }
}
