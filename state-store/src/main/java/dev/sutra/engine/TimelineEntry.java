package dev.sutra.engine;

import dev.sutra.record.RowKeys;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A concept on the timeline.
 *
 * @param id the concept's id
 * @param text its text, or null
 * @param updatedAt event time of its last write, ms since the epoch
 */
public record TimelineEntry(String id, @Nullable String text, long updatedAt) {

  /** The cursor of the page that begins behind this entry, whatever store it is asked of. */
  public String cursor() {
    byte[] key = RowKeys.concept(id);
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + key.length);
    return PageCursor.encode(bytes.putLong(updatedAt).put(key).array());
  }
}
