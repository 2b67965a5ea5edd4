package dev.sutra.vector.quantization;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.FileNumbers;
import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/** Codebooks as files of a store: the number in at least twelve digits, and {@code .codebook}. */
public final class CodebookFile {
  private static final String SUFFIX = ".codebook";
  private static final int BYTES_MAX = 1 << 30;

  private CodebookFile() {}

  public static String name(long fileNumber) {
    return FileNumbers.name(fileNumber, SUFFIX);
  }

  /** The number in a codebook file's name, or -1 if the name is not that of one. */
  public static long number(String name) {
    return FileNumbers.number(name, SUFFIX);
  }

  /**
   * Writes and forces a new file; its name is durable once the directory is synced.
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
   * @throws CorruptFileException if it is missing or damaged
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
