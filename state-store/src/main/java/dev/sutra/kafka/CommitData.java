package dev.sutra.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.query.Position;

/**
 * The state of a store at a commit beside its rows: changelog offsets and position in the input.
 *
 * <table>
 * <caption>Byte layout, format version 1, big-endian</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>1</td><td>format version, 1</td></tr>
 * <tr><td>4</td><td>number of changelog offsets, and as many entries</td></tr>
 * <tr><td>4</td><td>number of positions, and as many entries</td></tr>
 * </table>
 *
 * An entry is a topic (2 bytes length, modified UTF-8), a partition (4 bytes) and an offset (8
 * bytes; for a changelog possibly one of Kafka's negative markers, stored unchanged).
 *
 * @param offsets by changelog partition; immutable
 * @param position never changed
 */
record CommitData(Map<TopicPartition, Long> offsets, Position position) {
  static final CommitData EMPTY = new CommitData(Map.of(), Position.emptyPosition());

  private static final int FORMAT_VERSION = 1;

  /**
   * The data of the next commit.
   *
   * @param changes offsets to set; null as an offset removes it; an empty map removes all
   * @param position the position to keep, a copy
   */
  CommitData with(Map<TopicPartition, Long> changes, Position position) {
    if (changes.isEmpty()) {
      return new CommitData(Map.of(), position);
    }
    Map<TopicPartition, Long> next = new HashMap<>(offsets);
    changes.forEach(
        (partition, offset) -> {
          if (offset == null) {
            next.remove(partition);
          } else {
            next.put(partition, offset);
          }
        });
    return new CommitData(Map.copyOf(next), position);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT_VERSION);
      out.writeInt(offsets.size());
      for (Map.Entry<TopicPartition, Long> entry : offsets.entrySet()) {
        writeEntry(out, entry.getKey(), entry.getValue());
      }
      Map<TopicPartition, Long> positions = flattened(position);
      out.writeInt(positions.size());
      for (Map.Entry<TopicPartition, Long> entry : positions.entrySet()) {
        writeEntry(out, entry.getKey(), entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Decodes the bytes of {@link #encode}.
   *
   * @throws IllegalArgumentException if the bytes are invalid
   */
  static CommitData decode(byte[] data) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(data))) {
      int version = in.readUnsignedByte();
      if (version != FORMAT_VERSION) {
        throw new IllegalArgumentException("commit data of unknown format version " + version);
      }
      Map<TopicPartition, Long> offsets = readEntries(in);
      Position position = Position.emptyPosition();
      readEntries(in).forEach((tp, at) -> position.withComponent(tp.topic(), tp.partition(), at));
      if (in.available() > 0) {
        throw new IllegalArgumentException("commit data is " + in.available() + " bytes too long");
      }
      return new CommitData(Map.copyOf(offsets), position);
    } catch (EOFException e) {
      throw new IllegalArgumentException("commit data is cut short at " + data.length, e);
    } catch (UTFDataFormatException e) {
      throw new IllegalArgumentException("commit data holds a topic that is not text", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<TopicPartition, Long> flattened(Position position) {
    Map<TopicPartition, Long> flat = new HashMap<>();
    for (String topic : position.getTopics()) {
      position
          .getPartitionPositions(topic)
          .forEach((partition, offset) -> flat.put(new TopicPartition(topic, partition), offset));
    }
    return flat;
  }

  private static void writeEntry(DataOutputStream out, TopicPartition partition, long offset)
      throws IOException {
    out.writeUTF(partition.topic());
    out.writeInt(partition.partition());
    out.writeLong(offset);
  }

  private static Map<TopicPartition, Long> readEntries(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IllegalArgumentException("commit data counts " + count + " entries");
    }
    // Not sized by the count, which may be any number in corrupt bytes.
    Map<TopicPartition, Long> entries = new HashMap<>();
    for (int i = 0; i < count; i++) {
      entries.put(new TopicPartition(in.readUTF(), in.readInt()), in.readLong());
    }
    return entries;
  }
}
