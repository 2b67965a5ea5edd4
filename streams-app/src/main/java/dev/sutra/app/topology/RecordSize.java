package dev.sutra.app.topology;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Computes upper bounds of the size of a record in a batch of its own, before compression. A
 * producer compares this size with its {@code max.request.size}.
 */
final class RecordSize {
  /** Bytes of the headers of a batch (61) and of a record (21). */
  static final int OVERHEAD = 61 + 21;

  /** Bytes of a length prefix. */
  private static final long LENGTH_BYTES_MAX = 5;

  private RecordSize() {}

  static long of(Record<byte[], byte[]> record) {
    return OVERHEAD + of(record.key()) + of(record.value()) + of(record.headers());
  }

  static long of(Headers headers) {
    long bytes = LENGTH_BYTES_MAX;
    for (Header header : headers) {
      bytes += LENGTH_BYTES_MAX + Utils.utf8Length(header.key()) + of(header.value());
    }
    return bytes;
  }

  private static long of(byte @Nullable [] part) {
    return LENGTH_BYTES_MAX + length(part);
  }

  static int length(byte @Nullable [] part) {
    return part == null ? 0 : part.length;
  }
}
