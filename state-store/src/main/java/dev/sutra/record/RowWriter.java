package dev.sutra.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the fields of a row value in order. */
final class RowWriter {
  private ByteBuffer out;

  RowWriter(int capacity) {
    out = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  RowWriter writeByte(int value) {
    room(1).put((byte) value);
    return this;
  }

  RowWriter writeShort(int value) {
    room(2).putShort((short) value);
    return this;
  }

  RowWriter writeLong(long value) {
    room(8).putLong(value);
    return this;
  }

  RowWriter writeFloat(float value) {
    room(4).putFloat(value);
    return this;
  }

  RowWriter writeDouble(double value) {
    room(8).putDouble(value);
    return this;
  }

  RowWriter writeFloats(float[] values) {
    ByteBuffer buffer = room(4 * values.length);
    buffer.asFloatBuffer().put(values);
    buffer.position(buffer.position() + 4 * values.length);
    return this;
  }

  RowWriter writeVarlong(long value) {
    ByteBuffer buffer = room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
    return this;
  }

  RowWriter writeString(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    writeVarlong(bytes.length);
    room(bytes.length).put(bytes);
    return this;
  }

  RowWriter writeSource(SourcePosition source) {
    return writeString(source.topic())
        .writeVarlong(source.partition())
        .writeVarlong(source.offset());
  }

  byte[] toBytes() {
    return out.position() == out.capacity()
        ? out.array()
        : Arrays.copyOf(out.array(), out.position());
  }

  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      int capacity = Math.max(2 * out.capacity(), out.position() + bytes);
      out = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(out.flip());
    }
    return out;
  }
}
