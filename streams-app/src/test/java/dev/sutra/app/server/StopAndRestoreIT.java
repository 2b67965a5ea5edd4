package dev.sutra.app.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.StorageEngine;
import dev.sutra.schemas.ConceptEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left on the disk by a kill, and what is known again after a restore. */
class StopAndRestoreIT {
  private static final int CONCEPTS = 50;

  @TempDir private Path directory;

  @Test
  void storesOfKilledProcessHoldWhatItsTransactionsCommitted() throws Exception {
    Path image = directory.resolve("image");
    Path state = directory.resolve("state");
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        FileSchemaRegistry registry = FileSchemaRegistry.open(directory.resolve("registry"));
        SutraApp app = SutraApp.start(config(broker, state), registry)) {
      await().atMost(Duration.ofMinutes(1)).until(() -> app.service().notReadyReason() == null);
      for (int i = 0; i < CONCEPTS; i++) {
        app.service()
            .write(
                ConceptEvents.upsert("c" + i).text("text of " + i).build(), Duration.ofSeconds(10));
      }
      // Each attempt takes an image as a kill would leave it, and looks into it.
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertEquals(CONCEPTS, committedConcepts(state, image)));
    }
  }

  @Test
  void positionOfRemovalIsVisibleAfterRestore() throws Exception {
    Path state = directory.resolve("state");
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        FileSchemaRegistry registry = FileSchemaRegistry.open(directory.resolve("registry"))) {
      ReadOptions atRemoval;
      try (SutraApp app = SutraApp.start(config(broker, state), registry)) {
        await().atMost(Duration.ofMinutes(1)).until(() -> app.service().notReadyReason() == null);
        Duration timeout = Duration.ofSeconds(10);
        app.service().write(ConceptEvents.upsert("gone").text("text").build(), timeout);
        String position =
            app.service().write(ConceptEvents.delete("gone", null), timeout).position();
        atRemoval =
            new ReadOptions(
                position, ReadOptions.Consistency.ACTIVE, false, Duration.ofSeconds(30));
        app.service().stats(atRemoval);
      }
      // The changelog holds a tombstone for it, which says nothing of the event that caused it.
      try (Stream<Path> files = Files.walk(state)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
      try (SutraApp app = SutraApp.start(config(broker, state), registry)) {
        await().atMost(Duration.ofMinutes(1)).until(() -> app.service().notReadyReason() == null);
        assertEquals(2, app.service().stats(atRemoval).source().partitions().answered());
      }
    }
  }

  private static AppConfig config(EmbeddedBroker broker, Path state) {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", broker.bootstrapServers());
    settings.setProperty("state.dir", state.toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("partitions", "2");
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "2");
    return AppConfig.of(settings);
  }

  private static long committedConcepts(Path state, Path image) throws IOException {
    long concepts = 0;
    for (int partition = 0; partition < 2; partition++) {
      Path store = state.resolve("sutra/0_" + partition + "/concepts");
      Path copy = Files.createTempDirectory(Files.createDirectories(image), "store");
      try (Stream<Path> files = Files.list(store)) {
        files.forEach(file -> copyTo(file, copy));
      }
      try (StorageEngine engine = StorageEngine.open(copy, EngineOptions.underOuterLog(2))) {
        assertNotNull(engine.commitData());
        EngineStats stats = engine.stats();
        concepts += stats.concepts();
      }
    }
    return concepts;
  }

  private static void copyTo(Path file, Path directory) {
    try {
      Files.copy(file, directory.resolve(file.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
