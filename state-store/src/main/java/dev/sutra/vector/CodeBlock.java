package dev.sutra.vector;

import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A block of a cells section being written: the codes of 32 vectors, then their factors,
 * corrections and ordinals. Not thread-safe.
 */
final class CodeBlock {
  private static final int NUMBERS = 3;

  private final int parts;
  private final byte[] bytes;
  private final ByteBuffer numbers;
  private int lane;

  CodeBlock(int parts) {
    this.parts = parts;
    this.bytes = new byte[(int) bytes(parts)];
    this.numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes of a block. */
  static long bytes(int parts) {
    return factors(parts) + 4L * NUMBERS * CodeKernel.BLOCK;
  }

  /** Where the factors start in a block. */
  static long factors(int parts) {
    return (long) parts * CodeKernel.LOOKUP_BYTES;
  }

  /** Where the ordinals start in a block. */
  static long ordinals(int parts) {
    return factors(parts) + 8L * CodeKernel.BLOCK;
  }

  /** Adds a vector with codes that an encoder has made, and writes the block when it is full. */
  void add(CellEncoder encoder, int index, int ordinal, SectionOutput output) throws IOException {
    int at = CodeKernel.byteOf(lane);
    int shift = CodeKernel.shiftOf(lane);
    for (int p = 0; p < parts; p++) {
      bytes[p * CodeKernel.LOOKUP_BYTES + at] |= (byte) (encoder.code(index, p) << shift);
    }
    end(encoder.factor(index), encoder.correction(index), ordinal, output);
  }

  /** Adds a vector with the codes that it has at a place of another section. */
  void copy(CellsSection from, int place, int ordinal, SectionOutput output) throws IOException {
    int at = CodeKernel.byteOf(lane);
    int shift = CodeKernel.shiftOf(lane);
    for (int p = 0; p < parts; p++) {
      bytes[p * CodeKernel.LOOKUP_BYTES + at] |= (byte) (from.code(place, p) << shift);
    }
    end(from.factor(place), from.correction(place), ordinal, output);
  }

  private void end(float factor, float correction, int ordinal, SectionOutput output)
      throws IOException {
    int number = (int) factors(parts) + 4 * lane;
    numbers.putFloat(number, factor);
    numbers.putFloat(number + 4 * CodeKernel.BLOCK, correction);
    numbers.putInt(number + 8 * CodeKernel.BLOCK, ordinal);
    lane++;
    if (lane == CodeKernel.BLOCK) {
      write(output);
    }
  }

  /** Writes a block that is not full; the rest of it is zero. */
  void finish(SectionOutput output) throws IOException {
    if (lane > 0) {
      write(output);
    }
  }

  private void write(SectionOutput output) throws IOException {
    output.writeBytes(bytes, 0, bytes.length);
    Arrays.fill(bytes, (byte) 0);
    lane = 0;
  }
}
