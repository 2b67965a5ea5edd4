package dev.sutra.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last offset of each input partition among the source positions of rows. Rows of one partition
 * after another cost no allocation. Not thread-safe.
 */
public final class SourceOffsets {
  private record Input(String topic, int partition) {}

  private final Map<Input, Long> offsets = new HashMap<>();
  // The partition of the last rows, and its last offset, which is not in the map yet.
  private byte[] topic = new byte[0];
  private @Nullable Input input;
  private long last;

  /**
   * Adds the source position of a row, if it has one.
   *
   * @throws RowFormatException if the value is corrupt
   */
  public void add(byte[] key, byte[] value) {
    int at = start(key, value);
    if (at == 0) {
      return;
    }
    int topicAt = PlainVarints.topicStart(value, at, value.length);
    if (topicAt > 0 && input != null) {
      int topicEnd = topicAt + PlainVarints.number(value, at, topicAt);
      int partitionEnd =
          topicEnd <= value.length ? PlainVarints.partitionEnd(value, topicEnd, value.length) : -1;
      int end = partitionEnd > 0 ? PlainVarints.offsetEnd(value, partitionEnd, value.length) : -1;
      if (end > 0
          && PlainVarints.number(value, topicEnd, partitionEnd) == input.partition
          && Arrays.equals(value, topicAt, topicEnd, topic, 0, topic.length)) {
        last = Math.max(last, PlainVarints.longNumber(value, partitionEnd, end));
        return;
      }
    }
    SourcePosition source = Rows.source(key, value);
    if (source != null) {
      add(source);
    }
  }

  /** Adds a position. */
  public void add(SourcePosition source) {
    keepLast();
    input = new Input(source.topic(), source.partition());
    topic = source.topic().getBytes(UTF_8);
    last = source.offset();
  }

  /** Returns the last offset of each partition, and forgets all. */
  public void drain(Consumer<SourcePosition> target) {
    keepLast();
    input = null;
    offsets.forEach(
        (partition, offset) ->
            target.accept(new SourcePosition(partition.topic, partition.partition, offset)));
    offsets.clear();
  }

  private void keepLast() {
    if (input != null) {
      offsets.merge(input, last, Math::max);
    }
  }

  /** Where the source position begins; 0 if there is none. */
  private static int start(byte[] key, byte[] value) {
    if (key.length == 0 || value.length < 2) {
      return 0;
    }
    return switch (key[0]) {
      case RowKeys.CONCEPT -> (value[1] & ConceptRow.HAS_SOURCE) == 0 ? 0 : ConceptRow.HEADER_BYTES;
      case RowKeys.EDGE_OUT, RowKeys.EDGE_IN ->
          (value[1] & AssociationHeader.HAS_SOURCE) == 0 ? 0 : AssociationHeader.BYTES;
      default -> 0;
    };
  }
}
