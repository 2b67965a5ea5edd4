package dev.sutra.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the file system that is open for appending.
 *
 * <p>Not through a {@link java.nio.channels.FileChannel}: an interrupt of a thread that uses one
 * closes it, and with it the log of a store.
 */
final class AppendedFile implements OutputFile {
  private static final int PIECE_BYTES = 64 * 1024;

  private final RandomAccessFile file;

  private AppendedFile(RandomAccessFile file) {
    this.file = file;
  }

  /** Creates it; fails if the name is taken. */
  static AppendedFile create(Path path) throws IOException {
    Files.createFile(path);
    return new AppendedFile(new RandomAccessFile(path.toFile(), "rw"));
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (bytes.hasArray()) {
      file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      bytes.position(bytes.limit());
      return;
    }
    byte[] piece = new byte[Math.min(bytes.remaining(), PIECE_BYTES)];
    while (bytes.hasRemaining()) {
      int length = Math.min(bytes.remaining(), piece.length);
      bytes.get(piece, 0, length);
      file.write(piece, 0, length);
    }
  }

  @Override
  public void force() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
