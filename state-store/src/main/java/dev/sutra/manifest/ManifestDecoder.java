package dev.sutra.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.io.CorruptFileException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Decodes a manifest's body. For arbitrary bytes, the result is a manifest or a {@link
 * CorruptFileException}; allocation is bounded by the number of bytes.
 */
final class ManifestDecoder {
  private static final int CODEBOOK_BYTES = 3 * Long.BYTES;
  private static final int SEGMENT_BYTES_MIN = 4 * Long.BYTES + 3 * Integer.BYTES;

  private final String file;
  private final ByteBuffer bytes;

  /** Decodes from the buffer's position to its limit; offsets in messages are buffer positions. */
  ManifestDecoder(String file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  Manifest manifest() {
    int start = bytes.position();
    long nextFileNumber = number();
    Map<String, String> properties = map(2 * Integer.BYTES, this::string);
    List<CodebookState> codebooks = codebooks();
    VersionState current = version();
    need(1);
    byte present = bytes.get();
    if (present != 0 && present != 1) {
      throw corrupt(bytes.position() - 1, "a flag that is neither 0 nor 1");
    }
    VersionState committed = present == 1 ? version() : null;
    if (bytes.hasRemaining()) {
      throw corrupt(bytes.position(), "bytes after the end");
    }
    return checked(
        start, () -> new Manifest(nextFileNumber, properties, codebooks, current, committed));
  }

  private List<CodebookState> codebooks() {
    int count = count(CODEBOOK_BYTES);
    List<CodebookState> codebooks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int start = bytes.position();
      long fileNumber = number();
      long id = number();
      long length = number();
      codebooks.add(checked(start, () -> new CodebookState(fileNumber, id, length)));
    }
    return codebooks;
  }

  private VersionState version() {
    final int start = bytes.position();
    final long flushed = number();
    final long committed = number();
    byte[] data = bytes();
    Map<String, Long> counters = counters();
    int segmentCount = count(SEGMENT_BYTES_MIN);
    List<SegmentState> segments = new ArrayList<>(segmentCount);
    for (int i = 0; i < segmentCount; i++) {
      segments.add(segment());
    }
    int logCount = count(Long.BYTES);
    List<Long> logs = new ArrayList<>(logCount);
    for (int i = 0; i < logCount; i++) {
      logs.add(number());
    }
    return checked(
        start, () -> new VersionState(flushed, committed, data, counters, segments, logs));
  }

  private SegmentState segment() {
    final int start = bytes.position();
    final long fileNumber = number();
    need(Integer.BYTES);
    final int level = bytes.getInt();
    final long minSequence = number();
    final long maxSequence = number();
    final long length = number();
    long[] dead = new long[count(Long.BYTES)];
    bytes.asLongBuffer().get(dead);
    bytes.position(bytes.position() + dead.length * Long.BYTES);
    Map<String, Long> counters = counters();
    return checked(
        start,
        () ->
            new SegmentState(fileNumber, level, minSequence, maxSequence, length, dead, counters));
  }

  private Map<String, Long> counters() {
    return map(Integer.BYTES + Long.BYTES, this::number);
  }

  private <V> Map<String, V> map(int entryBytesMin, Supplier<V> value) {
    int entries = count(entryBytesMin);
    TreeMap<String, V> map = new TreeMap<>();
    for (int i = 0; i < entries; i++) {
      int start = bytes.position();
      String key = string();
      if (!map.isEmpty() && map.lastKey().compareTo(key) >= 0) {
        throw corrupt(start, "keys do not ascend");
      }
      map.put(key, value.get());
    }
    return map;
  }

  private String string() {
    int start = bytes.position();
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
    } catch (CharacterCodingException e) {
      CorruptFileException corrupt = corrupt(start, "a string is not UTF-8");
      corrupt.initCause(e);
      throw corrupt;
    }
  }

  private byte[] bytes() {
    byte[] read = new byte[count(1)];
    bytes.get(read);
    return read;
  }

  private long number() {
    need(Long.BYTES);
    return bytes.getLong();
  }

  /** A count of items of at least {@code itemBytes} bytes each, all of which must be present. */
  private int count(int itemBytes) {
    need(Integer.BYTES);
    int count = bytes.getInt();
    if (count < 0 || count > bytes.remaining() / itemBytes) {
      throw corrupt(
          bytes.position() - Integer.BYTES, "a count of " + count + " exceeds the remaining bytes");
    }
    return count;
  }

  private void need(int count) {
    if (bytes.remaining() < count) {
      throw corrupt(bytes.position(), "unexpected end");
    }
  }

  private <T> T checked(int start, Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException e) {
      CorruptFileException corrupt = corrupt(start, String.valueOf(e.getMessage()));
      corrupt.initCause(e);
      throw corrupt;
    }
  }

  private CorruptFileException corrupt(int offset, String reason) {
    return new CorruptFileException(file, offset, reason);
  }
}
