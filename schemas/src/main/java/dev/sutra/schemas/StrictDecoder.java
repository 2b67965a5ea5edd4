package dev.sutra.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary decoder over one record with stricter checks: the total number of items of all its
 * arrays and maps is bounded, however the writer's schema nests them or declares them without
 * bytes; strings must be valid UTF-8 (Avro itself replaces invalid bytes by U+FFFD and thus changes
 * an id); skipped values are checked like read ones.
 */
final class StrictDecoder extends Decoder {
  private final BinaryDecoder bytes;
  private int itemsLeft;
  private final Utf8 scratch = new Utf8();

  StrictDecoder(byte[] source, int offset, int length, int itemsMax) {
    this.bytes = DecoderFactory.get().binaryDecoder(source, offset, length, null);
    this.itemsLeft = itemsMax;
  }

  /** Whether all bytes have been read. */
  boolean isEnd() throws IOException {
    return bytes.isEnd();
  }

  @Override
  public void readNull() throws IOException {
    bytes.readNull();
  }

  @Override
  public boolean readBoolean() throws IOException {
    return bytes.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return bytes.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return bytes.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return bytes.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return bytes.readDouble();
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    bytes.readString(scratch);
    String text =
        new String(scratch.getBytes(), 0, scratch.getByteLength(), StandardCharsets.UTF_8);
    // Invalid bytes are possible only where the replacement character occurs.
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(scratch.getBytes(), 0, scratch.getByteLength()));
      } catch (CharacterCodingException e) {
        throw new InvalidEventException("a string is not well-formed UTF-8");
      }
    }
    return text;
  }

  @Override
  public void skipString() throws IOException {
    bytes.readString(scratch);
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    return bytes.readBytes(old);
  }

  @Override
  public void skipBytes() throws IOException {
    bytes.readString(scratch);
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws IOException {
    bytes.readFixed(target, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    bytes.skipFixed(length);
  }

  @Override
  public int readEnum() throws IOException {
    return bytes.readEnum();
  }

  @Override
  public long readArrayStart() throws IOException {
    return spend(bytes.readArrayStart());
  }

  @Override
  public long arrayNext() throws IOException {
    return spend(bytes.arrayNext());
  }

  @Override
  public long skipArray() throws IOException {
    return spend(bytes.skipArray());
  }

  @Override
  public long readMapStart() throws IOException {
    return spend(bytes.readMapStart());
  }

  @Override
  public long mapNext() throws IOException {
    return spend(bytes.mapNext());
  }

  @Override
  public long skipMap() throws IOException {
    return spend(bytes.skipMap());
  }

  @Override
  public int readIndex() throws IOException {
    return bytes.readIndex();
  }

  @Override
  public int remainingBytes() {
    return bytes.remainingBytes();
  }

  private long spend(long items) {
    if (items > itemsLeft) {
      throw new InvalidEventException("its arrays and maps have too many items");
    }
    itemsLeft -= (int) items;
    return items;
  }
}
