package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be processed: the original key, value and headers, and headers with the
 * reason and the origin.
 *
 * <p>A dead letter that exceeds the size limit of its topic would stop the stream, since a rejected
 * record aborts the whole transaction. It is truncated to fit: first the value, then the record's
 * own headers (all of them), then the key. {@link #CUT} names the truncated parts with their
 * original sizes in bytes, such as {@code value=3000000 headers=2000}. The original record stays in
 * its topic.
 */
final class DeadLetter {
  static final String REASON = "sutra.reason";
  static final String TOPIC = "sutra.topic";
  static final String PARTITION = "sutra.partition";
  static final String OFFSET = "sutra.offset";
  static final String CUT = "sutra.cut";
  private static final List<String> OWN = List.of(REASON, TOPIC, PARTITION, OFFSET, CUT);
  private static final int REASON_CHARACTERS_MAX = 1000;

  /** The maximum size of the header {@link #CUT}. */
  private static final int CUT_BYTES_MAX = 100;

  private DeadLetter() {}

  /**
   * Creates a dead letter.
   *
   * @param bytesMax size limit of a record in the dead-letter topic
   */
  static Record<byte[], byte[]> of(
      Record<byte[], byte[]> record, Origin origin, String reason, int bytesMax) {
    Record<byte[], byte[]> letter = record.withHeaders(record.headers());
    // A dead letter that was sent again still has the headers of the first time.
    OWN.forEach(letter.headers()::remove);
    Record<byte[], byte[]> bare = new Record<>(null, null, record.timestamp());
    addOwn(bare.headers(), origin, reason);
    addOwn(letter.headers(), origin, reason);
    return RecordSize.of(letter) <= bytesMax ? letter : cut(letter, bare, bytesMax);
  }

  private static void addOwn(Headers headers, Origin origin, String reason) {
    int length = Math.min(reason.length(), REASON_CHARACTERS_MAX);
    headers
        .add(REASON, reason.substring(0, length).getBytes(UTF_8))
        .add(TOPIC, origin.topic().getBytes(UTF_8))
        .add(PARTITION, Integer.toString(origin.partition()).getBytes(UTF_8))
        .add(OFFSET, Long.toString(origin.offset()).getBytes(UTF_8));
  }

  /** Allots the space in order of priority: key, headers, value. */
  private static Record<byte[], byte[]> cut(
      Record<byte[], byte[]> letter, Record<byte[], byte[]> bare, int bytesMax) {
    long left = Math.max(0, bytesMax - RecordSize.of(bare) - CUT_BYTES_MAX);
    byte[] key = first(letter.key(), left);
    left -= RecordSize.length(key);
    long headers = RecordSize.of(letter.headers()) - RecordSize.of(bare.headers());
    boolean headersFit = headers <= left;
    left -= headersFit ? headers : 0;
    byte[] value = first(letter.value(), left);

    StringJoiner cut = new StringJoiner(" ");
    report(cut, "value", RecordSize.length(letter.value()), RecordSize.length(value));
    report(cut, "headers", headers, headersFit ? headers : 0);
    report(cut, "key", RecordSize.length(letter.key()), RecordSize.length(key));
    Headers kept = headersFit ? letter.headers() : bare.headers();
    kept.add(CUT, cut.toString().getBytes(UTF_8));
    return new Record<>(key, value, letter.timestamp(), kept);
  }

  private static void report(StringJoiner cut, String part, long bytes, long kept) {
    if (kept < bytes) {
      cut.add(part + "=" + bytes);
    }
  }

  private static byte @Nullable [] first(byte @Nullable [] part, long bytes) {
    return part == null || part.length <= bytes ? part : Arrays.copyOf(part, (int) bytes);
  }
}
