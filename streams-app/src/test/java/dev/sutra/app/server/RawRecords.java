package dev.sutra.app.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.app.topology.Topics;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes records as any client of Kafka may send them: good events, and whatever else a topic takes.
 */
final class RawRecords {
  /** The default {@code max.message.bytes} less what a batch and a record put around a value. */
  private static final int VALUE_BYTES_MAX = 1_048_588 - 120;

  private static final int LARGE_ONE_IN = 12;

  private final Random random;
  private final int partitions;
  private final Function<ConceptEvent, byte[]> serializer;
  private int count;

  RawRecords(Random random, int partitions, Function<ConceptEvent, byte[]> serializer) {
    this.random = random;
    this.partitions = partitions;
    this.serializer = serializer;
  }

  /**
   * A record and what becomes of it.
   *
   * @param id of the concept that is there in the end; null: none
   * @param good whether it is applied; else it is set aside
   */
  record Sample(ProducerRecord<byte[], byte[]> record, @Nullable String id, boolean good) {}

  /** A record without a time, which Kafka's own producer cannot make but other clients send. */
  private static final class WithoutTime extends ProducerRecord<byte[], byte[]> {
    WithoutTime(Integer partition, byte[] key, byte[] value) {
      super(Topics.DEFAULT.events(), partition, key, value);
    }

    @Override
    public Long timestamp() {
      return -1L;
    }
  }

  static String textOf(String id) {
    return "the text of " + id;
  }

  Sample next() {
    count++;
    return switch (random.nextInt(4)) {
      case 0, 1 -> good();
      case 2 -> random.nextInt(LARGE_ONE_IN) == 0 ? large() : badBytes();
      default -> badContent();
    };
  }

  private Sample good() {
    String id = "g" + count;
    byte[] key = id.getBytes(UTF_8);
    if (random.nextInt(5) == 0) {
      byte[] deleted = random.nextBoolean() ? null : bytes(ConceptEvents.delete(id, null));
      return sample(key, deleted, null, true);
    }
    return sample(key, bytes(ConceptEvents.upsert(id).text(textOf(id)).build()), id, true);
  }

  /** Bytes that are no event. */
  private Sample badBytes() {
    byte[] key = key();
    byte[] event = bytes(ConceptEvents.upsert("b" + count).text("never kept").build());
    return switch (random.nextInt(6)) {
      case 0 -> bad(key, new byte[0]);
      case 1 -> bad(key, Arrays.copyOf(event, random.nextInt(event.length)));
      case 2 -> bad(key, Arrays.copyOf(event, event.length + 1 + random.nextInt(100)));
      case 3 -> {
        event[0] = (byte) (1 + random.nextInt(255));
        yield bad(key, event);
      }
      case 4 -> {
        int[] unknown = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 424_242};
        ByteBuffer.wrap(event).putInt(1, unknown[random.nextInt(unknown.length)]);
        yield bad(key, event);
      }
      default -> bad(key, garbage(random.nextInt(2_000)));
    };
  }

  /** Avro that holds what cannot be kept. */
  private Sample badContent() {
    String id = "b" + count;
    byte[] key = id.getBytes(UTF_8);
    return switch (random.nextInt(7)) {
      case 0 -> bad(key, bytes(ConceptEvents.upsert(id).strength(2).build()));
      case 1 -> bad(key, bytes(ConceptEvents.upsert(id).vector(1, Float.NaN, 0, 0).build()));
      case 2 -> bad(key, bytes(ConceptEvents.upsert(id).vector(1, 2).build()));
      case 3 -> bad(key, bytes(ConceptEvents.associate(id, "", "x", null, null, null)));
      case 4 -> bad(key, bytes(ConceptEvents.upsert("not" + id).text("other key").build()));
      case 5 -> bad(null, bytes(ConceptEvents.upsert(id).text("no key").build()));
      default -> bad(random.nextBoolean() ? null : new byte[0], null);
    };
  }

  /** As large as the topic takes, or larger before compression. */
  private Sample large() {
    byte[] key = ("b" + count).getBytes(UTF_8);
    return switch (random.nextInt(4)) {
      case 0 -> bad(key, garbage(VALUE_BYTES_MAX - key.length));
      case 1 -> bad(key, new byte[3_000_000]);
      case 2 -> bad(garbage(500_000 + random.nextInt(400_000)), null);
      default -> {
        Sample sample = bad(key, garbage(100_000));
        for (int i = 0; i < 8_000; i++) {
          sample.record.headers().add("header" + i, i % 3 == 0 ? null : garbage(i % 100));
        }
        yield sample;
      }
    };
  }

  private byte @Nullable [] key() {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> garbage(1 + random.nextInt(400));
      default -> ("b" + count).getBytes(UTF_8);
    };
  }

  private Sample bad(byte @Nullable [] key, byte @Nullable [] value) {
    return sample(key, value, null, false);
  }

  // A record may be without a key or a value.
  @SuppressWarnings("NullAway")
  private Sample sample(
      byte @Nullable [] key, byte @Nullable [] value, @Nullable String id, boolean good) {
    Integer partition =
        key == null || random.nextInt(3) == 0 ? Integer.valueOf(random.nextInt(partitions)) : null;
    long now = System.currentTimeMillis();
    List<Long> times =
        List.of(-1L, 0L, 1L, now, now + TimeUnit.DAYS.toMillis(2), Long.MAX_VALUE, now / 2);
    long time = times.get(random.nextInt(times.size()));
    ProducerRecord<byte[], byte[]> record =
        time < 0
            ? new WithoutTime(partition, key, value)
            : new ProducerRecord<>(Topics.DEFAULT.events(), partition, time, key, value);
    switch (random.nextInt(4)) {
      case 0 -> record.headers().add("", garbage(3)).add("none", null);
      case 1 -> record.headers().add("sutra.reason", null).add("sutra.offset", garbage(9));
      default -> {}
    }
    return new Sample(record, id, good);
  }

  private byte[] bytes(ConceptEvent event) {
    return serializer.apply(event);
  }

  private byte[] garbage(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
