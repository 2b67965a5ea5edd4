package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.query.Position;
import org.junit.jupiter.api.Test;

class CommitDataTest {
  private static final TopicPartition A = new TopicPartition("a-changelog", 0);
  private static final TopicPartition B = new TopicPartition("b-changelog", 7);

  @Test
  void whatIsEncodedIsDecoded() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      CommitData data = randomData(random);
      assertEquals(data, CommitData.decode(data.encode()), "seed " + seed + ", round " + i);
    }
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = randomData(new Random(1)).encode();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(
          IllegalArgumentException.class, () -> CommitData.decode(cut), "length " + cut.length);
    }
  }

  @Test
  void bytesTooManyAreRefused() {
    byte[] whole = randomData(new Random(1)).encode();
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThrows(IllegalArgumentException.class, () -> CommitData.decode(longer));
  }

  @Test
  void damagedBytesGiveDataOrAnIllegalArgument() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = randomData(random).encode();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        CommitData.decode(bytes).encode();
      } catch (IllegalArgumentException expected) {
        assertEquals(false, String.valueOf(expected.getMessage()).isEmpty());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
  }

  @Test
  void unknownFormatVersionIsRefused() {
    byte[] bytes = CommitData.EMPTY.encode();
    bytes[0] = 9;
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> CommitData.decode(bytes));
    assertEquals("commit data of unknown format version 9", e.getMessage());
  }

  @Test
  void anEmptyMapRemovesAllOffsetsAndNullRemovesOne() {
    Position position = Position.emptyPosition().withComponent("in", 0, 3);
    CommitData two = CommitData.EMPTY.with(Map.of(A, 5L, B, -4L), position);
    assertEquals(Map.of(A, 5L, B, -4L), two.offsets());

    Map<TopicPartition, Long> withoutA = new HashMap<>();
    withoutA.put(A, null);
    assertEquals(Map.of(B, -4L), two.with(withoutA, position).offsets());

    assertEquals(Map.of(A, 9L, B, -4L), two.with(Map.of(A, 9L), position).offsets());
    CommitData cleared = two.with(Map.of(), position);
    assertEquals(Map.of(), cleared.offsets());
    assertEquals(position, cleared.position());
  }

  private static CommitData randomData(Random random) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Position position = Position.emptyPosition();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      offsets.put(new TopicPartition("töpic-" + i, random.nextInt(50)), random.nextLong());
      position.withComponent(
          "in" + random.nextInt(3), random.nextInt(9), random.nextLong(1L << 50));
    }
    return new CommitData(Map.copyOf(offsets), position);
  }
}
