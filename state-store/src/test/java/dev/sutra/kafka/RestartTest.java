package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.query.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
  @TempDir Path directory;

  /** The driver empties its directory when it is closed: what is copied before is a crash's. */
  @Test
  void whatWasCommittedBeforeACrashIsThereAfterIt() throws IOException {
    Path before = Files.createDirectory(directory.resolve("before"));
    Path after = Files.createDirectory(directory.resolve("after"));
    try (StoreHarness harness = new StoreHarness(before, 2)) {
      Concept fox = Concept.builder("fox").text("a fox").vector(new float[] {1, 0}).build();
      harness.process(store -> store.put(fox));
      harness.process(store -> store.associate(Association.of("fox", "CAUSAL", "b", 1, 1)));
      copy(before, after);
    }

    try (StoreHarness harness = new StoreHarness(after, 2)) {
      ConceptStore store = harness.store();
      assertEquals(
          Position.emptyPosition().withComponent(StoreHarness.INPUT, 0, 1), store.getPosition());
      assertNotNull(store.get("fox"));
      List<Hit> hits = store.search(new TextSearch("fox", 5, null));
      assertEquals(List.of("fox"), hits.stream().map(Hit::id).toList());
      NeighborQuery in = new NeighborQuery("b", Direction.IN, null, 5, null);
      assertEquals("fox", store.neighbors(in).items().getFirst().id());

      harness.process(it -> it.put(Concept.builder("dog").text("a dog").build()));
      assertEquals(2, store.stats().concepts());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
