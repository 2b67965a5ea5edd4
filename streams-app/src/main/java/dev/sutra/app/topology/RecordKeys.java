package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.record.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.apache.kafka.streams.processor.api.Record;

/** Keys of records that are ids. */
final class RecordKeys {
  private RecordKeys() {}

  /**
   * The id that is the key of a record.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String idOf(Record<byte[], byte[]> record) {
    if (record.key() == null) {
      throw new IllegalArgumentException("the record has no key");
    }
    try {
      // Strict: with invalid bytes replaced, the key would be another id.
      String id = UTF_8.newDecoder().decode(ByteBuffer.wrap(record.key())).toString();
      Limits.checkId("the record's key", id);
      return id;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the record's key is not UTF-8", e);
    }
  }
}
