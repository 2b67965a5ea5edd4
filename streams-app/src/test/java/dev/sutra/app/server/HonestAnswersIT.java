package dev.sutra.app.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.api.InstanceInfo;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client is told while stores are restored and partitions move. */
class HonestAnswersIT {
  private static final int CONCEPTS = 20_000;
  private static final int PARTITIONS = 4;

  @TempDir private Path directory;

  @Test
  void noAnswerIsWrongThroughRestoreRebalanceAndPromotion() throws Exception {
    CopyOnWriteArrayList<SutraApp> running = new CopyOnWriteArrayList<>();
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        FileSchemaRegistry registry = FileSchemaRegistry.open(directory.resolve("registry"))) {
      SutraApp first = start(broker, registry, "first");
      load(broker, first);
      try (HonestReader reader = new HonestReader(CONCEPTS, () -> running)) {
        // Wiped and restored.
        first.close();
        delete(directory.resolve("first"));
        first = start(broker, registry, "first");
        running.add(first);
        awaitReady(first);
        awaitProgress(reader);
        assertTrue(reader.refusals() > 0, "it was asked while it restored");

        // Joined by another: active partitions move there, and each has standbys of the other's.
        SutraApp second = start(broker, registry, "second");
        running.add(second);
        minute().until(() -> active(second) > 0 && standbysAreThere(second));
        awaitProgress(reader);
        assertTrue(active(second) < PARTITIONS);
        // Neither holds everything, and each answers everything.
        awaitReady(second);
        awaitReady(first);

        // Left alone: its standbys become active.
        running.remove(first);
        first.close();
        awaitReady(second);
        awaitProgress(reader);

        running.clear();
        second.close();
        assertEquals(List.of(), reader.wrong().stream().limit(5).toList());
        assertTrue(reader.writes() > 0);
      }
    }
  }

  private SutraApp start(EmbeddedBroker broker, FileSchemaRegistry registry, String name)
      throws IOException {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", broker.bootstrapServers());
    settings.setProperty("state.dir", directory.resolve(name).toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("partitions", Integer.toString(PARTITIONS));
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "2");
    settings.setProperty("kafka.num.standby.replicas", "1");
    return SutraApp.start(AppConfig.of(settings), registry);
  }

  private static void load(EmbeddedBroker broker, SutraApp app) throws Exception {
    awaitReady(app);
    List<ConceptEvent> events = new ArrayList<>();
    for (int i = 0; i < CONCEPTS; i++) {
      events.add(ConceptEvents.upsert(HonestReader.id(i)).text(HonestReader.text(i)).build());
    }
    try (EventTopic topic =
        new EventTopic(broker.bootstrapServers(), () -> app.serde().serializer())) {
      topic.send(events);
    }
    minute()
        .until(
            () ->
                app.service().stats(ReadOptions.DEFAULT).items().stream()
                        .mapToLong(partition -> partition.stats().concepts())
                        .sum()
                    == CONCEPTS);
  }

  private static void awaitReady(SutraApp app) {
    minute().until(() -> app.service().notReadyReason() == null);
  }

  /** The reader has got answers, and has read its own writes, since now. */
  private static void awaitProgress(HonestReader reader) {
    int answers = reader.answers() + 200;
    int writes = reader.writes() + 5;
    minute().until(() -> reader.answers() > answers && reader.writes() > writes);
  }

  private static long active(SutraApp app) throws InterruptedException {
    return copies(app).stream().filter(InstanceInfo.Copy::active).count();
  }

  private static boolean standbysAreThere(SutraApp app) throws InterruptedException {
    List<InstanceInfo.Copy> copies = copies(app);
    return copies.size() == PARTITIONS && copies.stream().allMatch(copy -> copy.lag() != null);
  }

  private static List<InstanceInfo.Copy> copies(SutraApp app) throws InterruptedException {
    return app.service().instances(Duration.ofSeconds(2)).stream()
        .filter(InstanceInfo::self)
        .flatMap(instance -> instance.copies().stream())
        .toList();
  }

  private static ConditionFactory minute() {
    return await().atMost(Duration.ofMinutes(1)).ignoreExceptions();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
