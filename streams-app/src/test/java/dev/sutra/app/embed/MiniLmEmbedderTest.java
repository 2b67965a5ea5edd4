package dev.sutra.app.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MiniLmEmbedderTest {
  private MiniLmEmbedder embedder;

  @BeforeAll
  void load() throws IOException {
    embedder = MiniLmEmbedder.load();
  }

  @AfterAll
  void close() {
    embedder.close();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @Test
  void vectorsHave384ComponentsAndLengthOne() {
    for (String text : List.of("a young dog", "", "[SEP]", "漢字", "word ".repeat(10_000))) {
      float[] vector = embedder.embed(text);

      assertEquals(384, vector.length);
      assertEquals(1, dot(vector, vector), 1e-5, text);
    }
    assertEquals(384, embedder.dimension());
    assertEquals("all-minilm-l6-v2-q", embedder.name());
  }

  @Test
  void theSameTextGivesTheSameBits() throws IOException {
    float[] first = embedder.embed("a young dog");
    float[] between = embedder.embed("a much longer text about something else entirely");
    float[] second = embedder.embed("a young dog");
    assertArrayEquals(first, second, 0);
    assertFalse(Arrays.equals(first, between));

    try (MiniLmEmbedder other = MiniLmEmbedder.load()) {
      assertArrayEquals(first, other.embed("a young dog"), 0);
    }
  }

  @Test
  void meaningDecidesWhatIsNear() {
    float[] dog = embedder.embed("a young dog");

    double puppy = dot(dog, embedder.embed("puppy"));
    assertTrue(puppy > 0.5, "similarity to puppy: " + puppy);
    assertTrue(puppy > dot(dog, embedder.embed("stock market")) + 0.3);
  }

  @Test
  void textBeyondTheLimitIsNotRead() {
    String start = "dog ".repeat(MiniLmEmbedder.TOKENS_MAX);

    assertArrayEquals(embedder.embed(start), embedder.embed(start + " stock market"), 0);
    assertFalse(
        Arrays.equals(embedder.embed("dog ".repeat(200)), embedder.embed("dog ".repeat(201))));
  }

  @Test
  void manyThreadsGetTheAnswersOfOne() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 48; i++) {
      texts.add("text number " + i + " of some" + " more".repeat(i % 7));
    }
    List<float[]> expected = texts.stream().map(embedder::embed).toList();

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<float[]>> answers = new ArrayList<>();
      for (String text : texts) {
        answers.add(threads.submit(() -> embedder.embed(text)));
      }
      for (int i = 0; i < texts.size(); i++) {
        assertArrayEquals(expected.get(i), answers.get(i).get(), 0, texts.get(i));
      }
    }
  }

  @Test
  void aClosedEmbedderRefusesToWork() throws IOException {
    MiniLmEmbedder closed = MiniLmEmbedder.load();
    closed.close();
    closed.close();

    IllegalStateException e = assertThrows(IllegalStateException.class, () -> closed.embed("dog"));
    assertEquals("the embedder is closed", e.getMessage());
  }

  @Test
  void anImpossibleNumberOfThreadsIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> MiniLmEmbedder.load(0));
    assertEquals("threadsPerText is 0; 1 to 64 are allowed", e.getMessage());
  }
}
