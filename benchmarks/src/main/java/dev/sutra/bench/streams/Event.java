package dev.sutra.bench.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.record.Concept;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * An event as all stores get it, the same bytes for each.
 *
 * <pre>
 * i32 length, UTF-8   body: kept, not indexed
 * i32 length, UTF-8   text
 * i32 count, f32…     vector
 * </pre>
 *
 * @param body empty if the event has none
 * @param text empty if the event has none
 * @param vector empty if the event has none
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, by the store that gets it.
record Event(String body, String text, float[] vector) {
  private static final String BODY = "body";

  byte[] encode() {
    byte[] bodyBytes = body.getBytes(UTF_8);
    byte[] textBytes = text.getBytes(UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(
            3 * Integer.BYTES + bodyBytes.length + textBytes.length + Float.BYTES * vector.length);
    buffer.putInt(bodyBytes.length).put(bodyBytes);
    buffer.putInt(textBytes.length).put(textBytes);
    buffer.putInt(vector.length);
    for (float component : vector) {
      buffer.putFloat(component);
    }
    return buffer.array();
  }

  static Event decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    String body = string(buffer);
    String text = string(buffer);
    float[] vector = new float[buffer.getInt()];
    buffer.asFloatBuffer().get(vector);
    return new Event(body, text, vector);
  }

  private static String string(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.getInt()];
    buffer.get(bytes);
    return new String(bytes, UTF_8);
  }

  Concept toConcept(byte[] key, long time) {
    Concept.Builder concept =
        Concept.builder(new String(key, UTF_8)).createdAt(time).updatedAt(time);
    if (!text.isEmpty()) {
      concept.text(text);
    }
    if (vector.length > 0) {
      concept.vector(vector);
    }
    if (!body.isEmpty()) {
      concept.attributes(Map.of(BODY, body));
    }
    return concept.build();
  }
}
