package dev.sutra.app.server;

import dev.sutra.app.message.Causes;
import dev.sutra.app.topology.TopicShape;
import dev.sutra.app.topology.Topics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how large records may be in the topics that the stream writes. */
final class TopicLimits {
  /** The record size of topics that are created: an event of 1 MiB with its envelope. */
  static final int BYTES_MAX = 2 << 20;

  /**
   * Settings of the topics that the stream writes, its changelog among them: events may be read
   * long after they were written, and produce rows and dead letters with old timestamps.
   */
  static final Map<String, String> WRITTEN =
      Map.of(
          "max.message.bytes", Integer.toString(BYTES_MAX),
          "message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE),
          "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));

  private static final Logger LOG = LoggerFactory.getLogger(TopicLimits.class);
  private static final String MESSAGE_BYTES = "max.message.bytes";

  /** Kafka's default, used if the cluster does not report a value. */
  private static final int BYTES_DEFAULT = 1 << 20;

  private final Admin admin;
  private final int requestBytesMax;

  /**
   * Creates it.
   *
   * @param requestBytesMax the stream's producer's {@code max.request.size}
   */
  TopicLimits(Admin admin, int requestBytesMax) {
    this.admin = admin;
    this.requestBytesMax = requestBytesMax;
  }

  TopicShape shape(Topics topics, String changelog, int partitions)
      throws ExecutionException, InterruptedException {
    return new TopicShape(
        partitions,
        bytesMax(topics.mirrors()),
        bytesMax(topics.deadLetters()),
        bytesMax(changelog));
  }

  private int bytesMax(String topic) throws ExecutionException, InterruptedException {
    int limit = Math.min(requestBytesMax, messageBytesMax(topic));
    // Compression slightly enlarges incompressible data.
    return limit - limit / 64;
  }

  private int messageBytesMax(String topic) throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Map<ConfigResource, Config> found = admin.describeConfigs(List.of(resource)).all().get();
      ConfigEntry entry = Objects.requireNonNull(found.get(resource), topic).get(MESSAGE_BYTES);
      return entry == null ? BYTES_DEFAULT : Integer.parseInt(entry.value());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        // The changelog, which Kafka Streams creates with the settings given here.
        return BYTES_MAX;
      }
      if (e.getCause() instanceof AuthorizationException) {
        LOG.warn("the settings of topic {} may not be read: {}", topic, Causes.of(e));
        return BYTES_DEFAULT;
      }
      throw e;
    }
  }
}
