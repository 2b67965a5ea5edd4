package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be processed: key, value and headers as they came, and headers that say
 * why and where from.
 *
 * <p>A letter that is larger than its topic takes would stop the stream, since a refused record
 * spoils the whole transaction. It is cut to fit: first the value, then the record's own headers
 * (all of them), then the key. {@link #CUT} names what was cut with its size in bytes, such as
 * {@code value=3000000 headers=2000}. The original stays in its topic.
 */
final class DeadLetter {
  static final String REASON = "sutra.reason";
  static final String TOPIC = "sutra.topic";
  static final String PARTITION = "sutra.partition";
  static final String OFFSET = "sutra.offset";
  static final String CUT = "sutra.cut";
  private static final List<String> OWN = List.of(REASON, TOPIC, PARTITION, OFFSET, CUT);
  private static final int REASON_CHARACTERS_MAX = 1000;

  /** The header {@link #CUT} with three numbers. */
  private static final int CUT_BYTES_MAX = 100;

  private DeadLetter() {}

  /**
   * Makes a letter.
   *
   * @param bytesMax what the dead-letter topic takes
   */
  static Record<byte[], byte[]> of(
      Record<byte[], byte[]> record, Origin origin, String reason, int bytesMax) {
    Record<byte[], byte[]> letter = record.withHeaders(record.headers());
    // A letter that somebody sent again has these headers of its first time.
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

  /** What is kept first gets its room first: the key, the headers, the value. */
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
    tell(cut, "value", RecordSize.length(letter.value()), RecordSize.length(value));
    tell(cut, "headers", headers, headersFit ? headers : 0);
    tell(cut, "key", RecordSize.length(letter.key()), RecordSize.length(key));
    Headers kept = headersFit ? letter.headers() : bare.headers();
    kept.add(CUT, cut.toString().getBytes(UTF_8));
    return new Record<>(key, value, letter.timestamp(), kept);
  }

  private static void tell(StringJoiner cut, String part, long bytes, long kept) {
    if (kept < bytes) {
      cut.add(part + "=" + bytes);
    }
  }

  private static byte @Nullable [] first(byte @Nullable [] part, long bytes) {
    return part == null || part.length <= bytes ? part : Arrays.copyOf(part, (int) bytes);
  }
}
