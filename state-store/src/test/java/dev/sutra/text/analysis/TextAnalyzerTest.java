package dev.sutra.text.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TextAnalyzerTest {
  private static List<String> tokens(String analyzer, String text) {
    List<String> tokens = new ArrayList<>();
    int count =
        TextAnalyzer.named(analyzer)
            .analyze(
                text,
                (bytes, offset, length, position) ->
                    tokens.add(
                        new String(bytes, offset, length, StandardCharsets.UTF_8)
                            + "@"
                            + position));
    assertEquals(tokens.size(), count);
    return tokens;
  }

  @Test
  void englishStemsAndLeavesOutStopWordsButKeepsTheirPlaces() {
    assertEquals(
        List.of("dog@1", "run@3", "fast@4"), tokens("english", "The dogs, and RUNNING fast"));
  }

  @Test
  void standardOnlySplitsAndFoldsCase() {
    assertEquals(
        List.of("the@0", "running@1", "grösse@2"), tokens("standard", "The running GRÖßE"));
  }

  @Test
  void everyNamedAnalyzerWorksAndTellsItsName() {
    for (String name : TextAnalyzer.names()) {
      assertEquals(name, TextAnalyzer.named(name).name());
      assertTrue(tokens(name, "Sutra 東京 Привет καλημέρα").size() > 1, name);
    }
  }

  @Test
  void defaultIsAKnownName() {
    assertTrue(TextAnalyzer.names().contains(TextAnalyzer.DEFAULT_NAME));
  }

  @Test
  void unknownNameIsNamedInTheError() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> TextAnalyzer.named("klingon"));
    assertTrue(error.toString().contains("klingon") && error.toString().contains("english"));
  }

  @Test
  void longTermIsCutBetweenCharacters() {
    // 254 bytes of д, then one more would need byte 255 and 256.
    String token = tokens("simple", "д".repeat(200)).getFirst();
    assertEquals("д".repeat(127) + "@0", token);
  }

  @Test
  void noTextGivesNoTokens() {
    assertEquals(List.of(), tokens("english", ""));
    assertEquals(List.of(), tokens("english", "the of and"));
    assertEquals(List.of(), tokens("simple", "… 12 \u0000 !"));
  }

  @Test
  void unpairedSurrogatesAreHarmless() {
    assertTrue(tokens("standard", "a\ud800b \udc00 cd").getLast().startsWith("cd@"));
  }

  @Test
  void manyThreadsShareOne() throws Exception {
    TextAnalyzer analyzer = TextAnalyzer.named("english");
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 1; i <= 200; i++) {
        String text = "word ".repeat(i);
        results.add(
            threads.submit(() -> analyzer.analyze(text, (bytes, offset, length, position) -> {})));
      }
      for (int i = 0; i < 200; i++) {
        assertEquals(i + 1, results.get(i).get());
      }
    }
  }
}
