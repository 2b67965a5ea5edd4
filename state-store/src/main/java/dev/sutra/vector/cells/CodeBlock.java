package dev.sutra.vector.cells;

import dev.sutra.io.SectionOutput;
import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.quantization.CellEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Collects the codes of 32 vectors, with their factors, corrections and ordinals, and writes them
 * as a block of a cells section. Not thread-safe.
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

  /** Adds a vector with new codes, and writes the block if it is full. */
  void add(CellEncoder encoder, int index, int ordinal, SectionOutput output) throws IOException {
    int at = CodeKernel.byteOf(lane);
    int shift = CodeKernel.shiftOf(lane);
    for (int p = 0; p < parts; p++) {
      bytes[p * CodeKernel.LOOKUP_BYTES + at] |= (byte) (encoder.code(index, p) << shift);
    }
    end(encoder.factor(index), encoder.correction(index), ordinal, output);
  }

  /**
   * Adds a vector with its codes at a place of another section, and writes the block if it is full.
   */
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

  /** Writes an incomplete block, padded with zeros. */
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
