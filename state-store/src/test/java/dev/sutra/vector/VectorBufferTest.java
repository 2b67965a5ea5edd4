package dev.sutra.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorBufferTest {
  @ParameterizedTest
  @EnumSource(Similarity.class)
  void returnsWhatWasAdded(Similarity similarity) {
    Random random = new Random(Vectors.printedSeed("buffer"));
    for (int dimension : new int[] {1, 3, 384, 4096}) {
      VectorBuffer buffer = new VectorBuffer(dimension, similarity);
      assertEquals(0, buffer.bytes());
      float[][] vectors = new float[300][];
      float[] query = Vectors.random(random, dimension);
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = Vectors.random(random, dimension);
        assertEquals(i, buffer.add(2 * i + 1, vectors[i]));
      }
      assertEquals(vectors.length, buffer.size());
      assertTrue(buffer.bytes() >= 4L * dimension * vectors.length);
      float[] scores = new float[vectors.length];
      VectorQuery prepared = VectorQuery.of(query, similarity);
      buffer.scores(prepared, 10, 290, scores);
      for (int i = 0; i < vectors.length; i++) {
        assertArrayEquals(vectors[i], buffer.get(i));
        assertEquals(2 * i + 1, buffer.documentOf(i));
        assertEquals(similarity.score(query, vectors[i]), Vectors.score(buffer, prepared, i));
        assertEquals(i < 10 ? 0 : Vectors.score(buffer, prepared, i), i < 10 ? 0 : scores[i - 10]);
      }
    }
  }

  @Test
  void addedVectorIsCopied() {
    VectorBuffer buffer = new VectorBuffer(2, Similarity.DOT_PRODUCT);
    float[] vector = {1, 2};
    buffer.add(0, vector);
    vector[0] = 9;
    buffer.get(0)[1] = 9;
    assertArrayEquals(new float[] {1, 2}, buffer.get(0));
  }

  @Test
  void refusedVectorLeavesNoTrace() {
    VectorBuffer buffer = new VectorBuffer(2, Similarity.COSINE);
    buffer.add(5, new float[] {1, 0});
    assertThrows(IllegalArgumentException.class, () -> buffer.add(6, new float[3]));
    assertThrows(IllegalArgumentException.class, () -> buffer.add(6, new float[2]));
    assertThrows(IllegalArgumentException.class, () -> buffer.add(5, new float[] {1, 0}));
    assertEquals(1, buffer.size());
    assertEquals(1, buffer.add(6, new float[] {0, 1}));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.get(2));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.documentOf(-1));
  }

  @Test
  void readersSeeWholeVectorsWhileOneThreadAdds() throws Exception {
    int dimension = 37;
    int count = 40_000;
    VectorBuffer buffer = new VectorBuffer(dimension, Similarity.DOT_PRODUCT);
    float[] ones = Vectors.filled(dimension, 1);
    VectorQuery query = VectorQuery.of(ones, Similarity.DOT_PRODUCT);
    Callable<Integer> reader =
        () -> {
          float[] scores = new float[64];
          int rounds = 0;
          for (int size = 0; size < count; rounds++) {
            size = buffer.size();
            int from = Math.max(0, size - 64);
            buffer.scores(query, from, size - from, scores);
            for (int i = from; i < size; i++) {
              // The vector of ordinal i holds i + 1 everywhere: sums of small integers are exact.
              assertEquals((i + 1) % 1000 * dimension, scores[i - from]);
              assertEquals(3 * i, buffer.documentOf(i));
            }
          }
          return rounds;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Integer> first = threads.submit(reader);
      Future<Integer> second = threads.submit(reader);
      for (int i = 0; i < count; i++) {
        buffer.add(3 * i, Vectors.filled(dimension, (i + 1) % 1000));
      }
      assertTrue(first.get() > 0);
      assertTrue(second.get() > 0);
    }
  }
}
