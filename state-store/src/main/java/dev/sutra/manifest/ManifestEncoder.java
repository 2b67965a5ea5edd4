package dev.sutra.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** Encodes a manifest's body; the package page gives the layout. */
final class ManifestEncoder {
  private ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
  private final int bytesMax;

  /**
   * Begins with {@code headerBytes} zero bytes for the header.
   *
   * @param bytesMax maximum size of header and body
   */
  ManifestEncoder(int headerBytes, int bytesMax) {
    this.bytesMax = bytesMax;
    room(headerBytes).put(new byte[headerBytes]);
  }

  /** The bytes from the start of the header to the end of the body, as a little-endian buffer. */
  ByteBuffer finish() {
    return buffer.flip();
  }

  void manifest(Manifest manifest) {
    room(Long.BYTES).putLong(manifest.nextFileNumber());
    count(manifest.properties().size());
    manifest
        .properties()
        .forEach(
            (name, value) -> {
              string(name);
              string(value);
            });
    count(manifest.codebooks().size());
    manifest
        .codebooks()
        .forEach(
            codebook ->
                room(3 * Long.BYTES)
                    .putLong(codebook.fileNumber())
                    .putLong(codebook.id())
                    .putLong(codebook.bytes()));
    version(manifest.current());
    VersionState committed = manifest.committed();
    room(1).put((byte) (committed == null ? 0 : 1));
    if (committed != null) {
      version(committed);
    }
  }

  private void version(VersionState version) {
    room(2 * Long.BYTES).putLong(version.flushedSequence()).putLong(version.committedSequence());
    bytes(version.commitData());
    counters(version.counters());
    count(version.segments().size());
    version.segments().forEach(this::segment);
    count(version.logs().size());
    version.logs().forEach(log -> room(Long.BYTES).putLong(log));
  }

  private void segment(SegmentState segment) {
    room(Integer.BYTES + 4 * Long.BYTES)
        .putLong(segment.fileNumber())
        .putInt(segment.level())
        .putLong(segment.minSequence())
        .putLong(segment.maxSequence())
        .putLong(segment.bytes());
    long[] words = segment.deadDocuments();
    count(words.length);
    ByteBuffer target = room(words.length * Long.BYTES);
    target.asLongBuffer().put(words);
    target.position(target.position() + words.length * Long.BYTES);
    counters(segment.counters());
  }

  private void counters(Map<String, Long> counters) {
    count(counters.size());
    counters.forEach(
        (name, value) -> {
          string(name);
          room(Long.BYTES).putLong(value);
        });
  }

  private void string(String value) {
    bytes(value.getBytes(UTF_8));
  }

  private void bytes(byte[] bytes) {
    count(bytes.length);
    room(bytes.length).put(bytes);
  }

  private void count(int count) {
    room(Integer.BYTES).putInt(count);
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      long needed = (long) buffer.position() + bytes;
      if (needed > bytesMax) {
        throw new IllegalArgumentException(
            "the manifest has more than " + bytesMax + " bytes; no more are allowed");
      }
      int capacity = (int) Math.max(needed, Math.min(2L * buffer.capacity(), bytesMax));
      buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
    }
    return buffer;
  }
}
