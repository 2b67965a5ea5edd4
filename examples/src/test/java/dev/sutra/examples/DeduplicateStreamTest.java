package dev.sutra.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.kafka.CommittingClientSupplier;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeduplicateStreamTest {
  @TempDir Path directory;

  @Test
  void repeatsGoToTheirOwnTopicWithTheIdOfTheOriginal() {
    try (ExampleDriver driver =
        new ExampleDriver(DeduplicateStream.topology(new CommittingClientSupplier()), directory)) {
      driver.send("articles", "a", "The harbor of Ostia is being dredged again this spring.");
      driver.send("articles", "b", "Two new lines of the tram open in May.");
      driver.send("articles", "c", "the harbor of Ostia is being dredged again, this Spring!");
      assertEquals(
          List.of(
              "a: The harbor of Ostia is being dredged again this spring.",
              "b: Two new lines of the tram open in May."),
          driver.read("fresh"));
      assertEquals(List.of("c: a"), driver.read("repeats"));
    }
  }

  @Test
  void anArticleThatCannotBeComparedPasses() {
    try (ExampleDriver driver =
        new ExampleDriver(DeduplicateStream.topology(new CommittingClientSupplier()), directory)) {
      driver.send("articles", "a", "...");
      driver.send("articles", "b", "...");
      driver.send("articles", null, "without an id");
      driver.send("articles", "", "with an empty id");
      assertEquals(
          List.of("a: ...", "b: ...", "null: without an id", ": with an empty id"),
          driver.read("fresh"));
      assertEquals(List.of(), driver.read("repeats"));
    }
  }
}
