package dev.sutra.app.rest.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The bytes of a reply, in parts of at most {@link #PART_BYTES}: they grow without being copied,
 * and a socket, which copies each buffer whole, takes them one by one.
 *
 * @param parts never changed
 * @param bytes of all parts
 */
public record Payload(List<ByteBuffer> parts, long bytes) {
  static final int PART_BYTES = 64 * 1024;
  public static final Payload EMPTY = new Payload(List.of(), 0);

  public static Payload of(byte[] bytes) {
    Output out = new Output();
    out.write(bytes, 0, bytes.length);
    return out.payload();
  }

  /** The same bytes in the format gzip. */
  public Payload compressed() {
    Output out = new Output();
    byte[] copy = new byte[PART_BYTES];
    try (GZIPOutputStream gzip = new GZIPOutputStream(out, PART_BYTES / 8)) {
      for (ByteBuffer part : parts) {
        int length = part.remaining();
        part.slice().get(copy, 0, length);
        gzip.write(copy, 0, length);
      }
    } catch (IOException e) {
      // A stream in memory does not fail.
      throw new UncheckedIOException(e);
    }
    return out.payload();
  }

  /** Gathers a payload. Not thread-safe. */
  static final class Output extends OutputStream {
    private final List<ByteBuffer> parts = new ArrayList<>();
    private byte[] part = new byte[1024];
    private int used;
    private long bytes;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      int at = offset;
      while (at < offset + length) {
        makeRoom();
        int count = Math.min(part.length - used, offset + length - at);
        System.arraycopy(from, at, part, used, count);
        used += count;
        at += count;
      }
      bytes += length;
    }

    /** What was written; nothing may be written after it. */
    Payload payload() {
      if (used > 0) {
        parts.add(ByteBuffer.wrap(part, 0, used));
      }
      return new Payload(List.copyOf(parts), bytes);
    }

    /** A small reply has a small part. */
    private void makeRoom() {
      if (used < part.length) {
        return;
      }
      if (used < PART_BYTES) {
        part = Arrays.copyOf(part, Math.min(PART_BYTES, 4 * used));
      } else {
        parts.add(ByteBuffer.wrap(part, 0, used));
        part = new byte[PART_BYTES];
        used = 0;
      }
    }
  }
}
