package dev.sutra.vector.cells;

import dev.sutra.io.SectionOutput;
import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.quantization.CellEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A block of a cells section being written: the codes of 32 vectors, then their factors,
 * corrections and ordinals. Not thread-safe.
 */
final class CodeBlock {
  private final int parts;
  private final byte[] bytes;
  private final ByteBuffer numbers;
  private int lane;

  CodeBlock(int parts) {
    this.parts = parts;
    this.bytes = new byte[(int) CellsFormat.blockBytes(parts)];
    this.numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
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
    numbers.putFloat((int) CellsFormat.factors(parts) + 4 * lane, factor);
    numbers.putFloat((int) CellsFormat.corrections(parts) + 4 * lane, correction);
    numbers.putInt((int) CellsFormat.ordinals(parts) + 4 * lane, ordinal);
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
