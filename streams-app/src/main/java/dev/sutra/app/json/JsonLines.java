package dev.sutra.app.json;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into lines of bounded length. A byte order mark at the start of a line,
 * which some editors write and concatenated files contain, is dropped. Not thread-safe.
 */
public final class JsonLines {
  /**
   * A line.
   *
   * @param number from 1
   * @param bytes without the line's end; null: it was longer than allowed and was skipped
   */
  // Lines are not compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Line(long number, byte @Nullable [] bytes) {
    /** Whether it has nothing but white space. */
    public boolean isBlank() {
      if (bytes == null) {
        return false;
      }
      for (byte b : bytes) {
        if (b != ' ' && b != '\t' && b != '\r') {
          return false;
        }
      }
      return true;
    }
  }

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final int lineBytesMax;
  private long number;
  private long bytesRead;

  /** Reads lines of at most so many bytes. */
  public JsonLines(InputStream in, int lineBytesMax) {
    this.in = new BufferedInputStream(in, 64 * 1024);
    this.lineBytesMax = lineBytesMax;
  }

  /** The next line, or null at the end. */
  public @Nullable Line next() throws IOException {
    int b = in.read();
    if (b < 0) {
      return null;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    boolean tooLong = false;
    while (b >= 0 && b != '\n') {
      bytesRead++;
      if (line.size() < lineBytesMax) {
        line.write(b);
      } else {
        tooLong = true;
      }
      b = in.read();
    }
    bytesRead += b == '\n' ? 1 : 0;
    number++;
    return new Line(number, tooLong ? null : withoutMark(line.toByteArray()));
  }

  private static byte[] withoutMark(byte[] line) {
    int length = BYTE_ORDER_MARK.length;
    boolean marked =
        line.length >= length && Arrays.equals(line, 0, length, BYTE_ORDER_MARK, 0, length);
    return marked ? Arrays.copyOfRange(line, length, line.length) : line;
  }

  public long bytesRead() {
    return bytesRead;
  }
}
