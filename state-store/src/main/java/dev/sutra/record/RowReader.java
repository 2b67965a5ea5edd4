package dev.sutra.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;

/** Reads the fields of a row value in order, and checks every length. */
final class RowReader {
  /** The longest topic name of a source position, in bytes of UTF-8. */
  static final int TOPIC_BYTES_MAX = 1024;

  private static final char REPLACEMENT = '\uFFFD';

  private final ByteBuffer in;

  RowReader(byte[] value) {
    in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
  }

  int readByte() {
    need(1);
    return in.get() & 0xff;
  }

  int readShort() {
    need(2);
    return in.getShort() & 0xffff;
  }

  long readLong() {
    need(8);
    return in.getLong();
  }

  float readFloat() {
    need(4);
    return in.getFloat();
  }

  double readDouble() {
    need(8);
    return in.getDouble();
  }

  float[] readFloats(int count) {
    need(4 * count);
    float[] floats = new float[count];
    in.asFloatBuffer().get(floats);
    in.position(in.position() + 4 * count);
    return floats;
  }

  long readVarlong() {
    long result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = readByte();
      result |= (long) (b & 0x7f) << shift;
      if ((b & 0x80) == 0) {
        return result;
      }
    }
    throw new RowFormatException("a number takes more than ten bytes");
  }

  int readLength(int max) {
    long length = readVarlong();
    if (length < 0 || length > max) {
      throw new RowFormatException("a length of " + length + " where at most " + max + " fits");
    }
    return (int) length;
  }

  String readString(int bytesMax) {
    int length = readLength(bytesMax);
    need(length);
    int from = in.position();
    in.position(from + length);
    String string = new String(in.array(), from, length, UTF_8);
    if (string.indexOf(REPLACEMENT) >= 0) {
      checkUtf8(from, length);
    }
    return string;
  }

  /** Distinguishes a replacement character that was written from one that the decoder inserted. */
  private void checkUtf8(int from, int length) {
    try {
      UTF_8.newDecoder().decode(in.slice(from, length));
    } catch (CharacterCodingException e) {
      throw new RowFormatException("a string is not UTF-8");
    }
  }

  SourcePosition readSource() {
    return new SourcePosition(
        readString(TOPIC_BYTES_MAX), readLength(Integer.MAX_VALUE), readVarlong());
  }

  int position() {
    return in.position();
  }

  void skip(int bytes) {
    need(bytes);
    in.position(in.position() + bytes);
  }

  void expectEnd() {
    if (in.hasRemaining()) {
      throw new RowFormatException(in.remaining() + " bytes too many");
    }
  }

  private void need(int bytes) {
    if (in.remaining() < bytes) {
      throw new RowFormatException("cut short: " + bytes + " bytes missing at " + in.position());
    }
  }
}
