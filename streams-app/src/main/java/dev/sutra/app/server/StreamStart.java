package dev.sutra.app.server;

import dev.sutra.app.message.Causes;
import dev.sutra.app.service.InputLag;
import dev.sutra.app.service.InstanceState;
import dev.sutra.app.service.StoreLag;
import dev.sutra.app.topology.TopicShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares and starts the stream: waits for the broker, checks the stores against their topics, and
 * creates missing topics.
 */
final class StreamStart {
  private static final Logger LOG = LoggerFactory.getLogger(StreamStart.class);
  private static final long BROKER_PAUSE_MS_MIN = 1_000;
  private static final long BROKER_PAUSE_MS_MAX = 8_000;

  private final AppConfig config;
  private final TopicNames names;
  private final TopicGuard guard;
  private final InstanceState instance;
  private final KafkaStreams streams;
  private final Consumer<TopicShape> topicsKnown;

  /**
   * Creates it.
   *
   * @param topicsKnown receives the properties of the topics before the stream starts
   */
  StreamStart(
      AppConfig config,
      TopicGuard guard,
      InstanceState instance,
      KafkaStreams streams,
      Consumer<TopicShape> topicsKnown) {
    this.topicsKnown = topicsKnown;
    this.config = config;
    this.names = TopicNames.of(config);
    this.guard = guard;
    this.instance = instance;
    this.streams = streams;
  }

  /**
   * Returns when the stream starts.
   *
   * @throws ConfigurationException if the topics do not fit the settings or the stores
   * @throws ExecutionException if the cluster refuses
   * @throws IOException if the state directory cannot be read or written
   */
  void run(Admin admin) throws ExecutionException, InterruptedException, IOException {
    long pauseMs = BROKER_PAUSE_MS_MIN;
    while (instance.partitions() == 0) {
      try {
        prepare(admin);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RetriableException)) {
          throw e;
        }
        String reason =
            "waiting for the broker at " + config.bootstrapServers() + ": " + Causes.of(e);
        LOG.warn("{}", reason);
        instance.hindered(reason);
        Thread.sleep(pauseMs);
        pauseMs = Math.min(BROKER_PAUSE_MS_MAX, 2 * pauseMs);
      }
    }
    instance.hindered(null);
    streams.start();
  }

  private void prepare(Admin admin) throws ExecutionException, InterruptedException, IOException {
    FoundTopics before = FoundTopics.ask(admin, names);
    TopicGuard.Start start = guard.beforeStart(before);
    TopicShape shape = new TopicSetup(config).run(admin);
    int partitions = shape.partitions();
    FoundTopics found = FoundTopics.ask(admin, names);
    String problem = guard.partitionProblem(found);
    if (problem != null) {
      throw new ConfigurationException(problem);
    }
    if (start == TopicGuard.Start.DELETE_STORES) {
      LOG.warn(
          "the topics {} and {} were recreated: the stores in {} are deleted and rebuilt",
          names.events(),
          names.changelog(),
          guard.directory());
      streams.cleanUp();
    }
    if (start != TopicGuard.Start.GO_ON && !found.has(names.changelog())) {
      // Half-edges are not read again, because the events produce them again.
      readFromTheStart(admin, names.events(), partitions, names.changelog());
    }
    if (!before.has(names.registered())) {
      readFromTheStart(admin, names.topics().queries(), 1, names.registered());
    }
    guard.remember(found);
    topicsKnown.accept(shape);
    instance.topicsKnown(partitions, inputLag(partitions), new StoreLag(streams, AppConfig.STORE));
  }

  /** Deletes the group's offsets in a topic: what was made of it is missing, and is made again. */
  private void readFromTheStart(Admin admin, String topic, int partitions, String missing)
      throws ExecutionException, InterruptedException {
    Set<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toSet());
    try {
      var committed =
          admin
              .listConsumerGroupOffsets(config.applicationId())
              .partitionsToOffsetAndMetadata()
              .get();
      all.retainAll(committed.keySet());
      if (!all.isEmpty()) {
        LOG.warn("topic {} does not exist: topic {} is read from the start", missing, topic);
        admin.deleteConsumerGroupOffsets(config.applicationId(), all).all().get();
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
  }

  private InputLag inputLag(int partitions) {
    List<TopicPartition> inputs = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      inputs.add(new TopicPartition(names.events(), partition));
      inputs.add(new TopicPartition(names.mirrors(), partition));
    }
    Map<String, Object> client = config.client();
    client.put("client.id", config.applicationId() + "-lag");
    return new InputLag(client, config.applicationId(), inputs);
  }
}
