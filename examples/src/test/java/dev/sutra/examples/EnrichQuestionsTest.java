package dev.sutra.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrichQuestionsTest {
  @TempDir Path directory;

  @Test
  void aQuestionGetsTheTextsOfItsNearestPassages() {
    try (ExampleDriver driver = new ExampleDriver(EnrichQuestions.topology(), directory)) {
      driver.send("questions", "q0", "How long is the river?");
      assertEquals(List.of(prompt("q0", "(none was found)")), driver.read("prompts"));
      driver.send("passages", "p1", "The river is 400 km long.");
      driver.send("passages", "p2", "The bridge over the river is of stone.");
      driver.send("passages", "p3", "Bread is sold in the morning.");
      driver.send("passages", "p4", "Wool comes from sheep.");
      driver.send("questions", "q1", "How long is the river?");
      assertEquals(
          List.of(
              prompt(
                  "q1",
                  "[p1] The river is 400 km long.",
                  "[p2] The bridge over the river is of stone.",
                  "[p3] Bread is sold in the morning.")),
          driver.read("prompts"));
      driver.send("passages", "p1", null);
      driver.send("passages", "", "An id must not be empty; this is skipped.");
      driver.send("questions", "q2", "How long is the river?");
      assertEquals(
          List.of(
              prompt(
                  "q2",
                  "[p2] The bridge over the river is of stone.",
                  "[p3] Bread is sold in the morning.",
                  "[p4] Wool comes from sheep.")),
          driver.read("prompts"));
    }
  }

  private static String prompt(String id, String... passages) {
    return id
        + ": Answer from these passages only:\n"
        + String.join("\n", passages)
        + "\nQuestion: How long is the river?";
  }
}
