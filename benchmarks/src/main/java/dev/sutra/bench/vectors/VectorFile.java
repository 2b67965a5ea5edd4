package dev.sutra.bench.vectors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of the TEXMEX collection: records of a little-endian i32 length and so many 4-byte numbers,
 * f32 in {@code .fvecs}, i32 in {@code .ivecs}.
 */
final class VectorFile {
  private VectorFile() {}

  /** Reads at most {@code limit} vectors. */
  static List<float[]> floats(Path file, int limit) throws IOException {
    List<float[]> vectors = new ArrayList<>();
    read(
        file,
        limit,
        (buffer, length) -> {
          float[] vector = new float[length];
          buffer.asFloatBuffer().get(vector);
          vectors.add(vector);
        });
    return vectors;
  }

  /** Reads at most {@code limit} lists of numbers. */
  static List<int[]> ints(Path file, int limit) throws IOException {
    List<int[]> lists = new ArrayList<>();
    read(
        file,
        limit,
        (buffer, length) -> {
          int[] list = new int[length];
          buffer.asIntBuffer().get(list);
          lists.add(list);
        });
    return lists;
  }

  /** Takes one record. */
  @FunctionalInterface
  private interface Records {
    void take(ByteBuffer buffer, int length);
  }

  private static void read(Path file, int limit, Records records) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer head = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      long left = channel.size();
      for (int i = 0; i < limit && left > 0; i++) {
        fill(channel, head.clear(), file);
        int length = head.getInt(0);
        if (length < 1 || 4L + 4L * length > left) {
          throw new IOException(
              file + " has a record of " + length + " numbers with " + left + " bytes left");
        }
        ByteBuffer body = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, body, file);
        records.take(body.flip(), length);
        left -= 4L + 4L * length;
      }
    }
  }

  private static void fill(FileChannel channel, ByteBuffer buffer, Path file) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException(file + " ends within a record");
      }
    }
  }

  /** Appends vectors to a file, which is made if need be. */
  static void append(Path file, List<float[]> vectors) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (float[] vector : vectors) {
        ByteBuffer record =
            ByteBuffer.allocate(4 + 4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt(vector.length);
        for (float component : vector) {
          record.putFloat(component);
        }
        record.flip();
        while (record.hasRemaining()) {
          channel.write(record);
        }
      }
    }
  }
}
