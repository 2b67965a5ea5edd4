package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A record that could not be processed: key, value and headers as they came, and headers that say
 * why and where from.
 */
final class DeadLetter {
  static final String REASON = "sutra.reason";
  static final String TOPIC = "sutra.topic";
  static final String PARTITION = "sutra.partition";
  static final String OFFSET = "sutra.offset";
  private static final int REASON_CHARACTERS_MAX = 1000;

  private DeadLetter() {}

  static Record<byte[], byte[]> of(
      Record<byte[], byte[]> record, RecordMetadata metadata, String reason) {
    Record<byte[], byte[]> letter = record.withHeaders(record.headers());
    Headers headers = letter.headers();
    String cut =
        reason.length() > REASON_CHARACTERS_MAX
            ? reason.substring(0, REASON_CHARACTERS_MAX)
            : reason;
    headers
        .add(REASON, cut.getBytes(UTF_8))
        .add(TOPIC, metadata.topic().getBytes(UTF_8))
        .add(PARTITION, Integer.toString(metadata.partition()).getBytes(UTF_8))
        .add(OFFSET, Long.toString(metadata.offset()).getBytes(UTF_8));
    return letter;
  }
}
