package dev.sutra.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of the file system that is open for appending.
 *
 * <p>It does not use one {@link FileChannel}: interrupting a thread that uses a channel closes the
 * channel, and with it the log of a store.
 */
final class AppendedFile implements OutputFile {
  private static final int PIECE_BYTES = 64 * 1024;
  static final int LARGE_BYTES = 1 << 20;

  private final Path path;
  private final RandomAccessFile file;

  private AppendedFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /** Creates a file; fails if it exists. */
  static AppendedFile create(Path path) throws IOException {
    Files.createFile(path);
    return new AppendedFile(path, new RandomAccessFile(path.toFile(), "rw"));
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (bytes.remaining() >= LARGE_BYTES) {
      writeLarge(bytes);
    } else if (bytes.hasArray()) {
      file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      bytes.position(bytes.limit());
    } else {
      byte[] piece = new byte[Math.min(bytes.remaining(), PIECE_BYTES)];
      while (bytes.hasRemaining()) {
        int length = Math.min(bytes.remaining(), piece.length);
        bytes.get(piece, 0, length);
        file.write(piece, 0, length);
      }
    }
  }

  /**
   * Passes all bytes to the operating system in one call, which {@link RandomAccessFile} does not:
   * the page cache creates large pages only for large writes. The channel is closed before an
   * interrupt can affect the file.
   */
  private void writeLarge(ByteBuffer bytes) throws IOException {
    long start = file.getFilePointer();
    long end =
        ChannelWork.uninterrupted(
            () -> {
              try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                ByteBuffer rest = bytes.duplicate();
                long at = start;
                while (rest.hasRemaining()) {
                  at += channel.write(rest, at);
                }
                return at;
              }
            });
    file.seek(end);
    bytes.position(bytes.limit());
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
