package dev.sutra.vector.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProductQuantizerTest {
  private static List<float[]> randomVectors(Random random, int count, int dimension) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vectors.add(Vectors.random(random, dimension));
    }
    return vectors;
  }

  @ParameterizedTest
  @CsvSource({"384, 48, 8", "96, 24, 4", "10, 3, 8", "7, 7, 4"})
  void scoresAreThoseOfTheDecodedVectors(int dimension, int parts, int bits) {
    Random random = new Random(Vectors.printedSeed("quantizer scores"));
    List<float[]> vectors = randomVectors(random, 300, dimension);
    for (Similarity similarity : Similarity.values()) {
      ProductQuantizer quantizer = ProductQuantizer.train(vectors, similarity, parts, bits, 1);
      assertEquals(parts, quantizer.parts());
      assertEquals(bits, quantizer.bits());
      for (int i = 0; i < 50; i++) {
        float[] query = Vectors.random(random, dimension);
        byte[] a = quantizer.encode(vectors.get(i));
        byte[] b = quantizer.encode(vectors.get(i + 50));
        assertEquals(parts, a.length);
        // Under cosine a query is scaled first, as encoded vectors are.
        assertEquals(
            Vectors.score(similarity, query, quantizer.decode(a)),
            quantizer.tables(query).score(a),
            1e-4 * dimension);
        assertEquals(
            Vectors.score(similarity, quantizer.decode(a), quantizer.decode(b)),
            quantizer.score(a, b),
            1e-4 * dimension);
      }
    }
  }

  @Test
  void codesOf384ComponentsTake48BytesAndKeepWhatIsNear() {
    Random random = new Random(Vectors.printedSeed("quantizer 384"));
    // Twenty directions, and little noise around them.
    List<float[]> centres = randomVectors(random, 20, 384);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      float[] vector = Vectors.random(random, 384);
      for (int t = 0; t < 384; t++) {
        vector[t] = centres.get(i % 20)[t] + 0.05f * vector[t];
      }
      vectors.add(vector);
    }
    ProductQuantizer quantizer = ProductQuantizer.train(vectors, Similarity.COSINE, 48, 8, 1);
    for (int i = 0; i < 600; i++) {
      byte[] codes = quantizer.encode(vectors.get(i));
      assertEquals(48, codes.length);
      assertTrue(quantizer.tables(vectors.get(i)).score(codes) > 0.99);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesGiveTheSameQuantizer(Similarity similarity) {
    List<float[]> vectors = randomVectors(new Random(4), 300, 20);
    ProductQuantizer quantizer = ProductQuantizer.train(vectors, similarity, 5, 4, 1);
    ProductQuantizer read = ProductQuantizer.fromBytes(quantizer.toBytes(), "codebook");
    assertEquals(similarity, read.similarity());
    assertEquals(20, read.dimension());
    for (float[] vector : vectors) {
      assertArrayEquals(quantizer.encode(vector), read.encode(vector));
      assertArrayEquals(
          quantizer.decode(quantizer.encode(vector)), read.decode(quantizer.encode(vector)));
    }
  }

  @Test
  void damagedBytesAreRefused() {
    List<float[]> vectors = randomVectors(new Random(4), 300, 4);
    byte[] bytes = ProductQuantizer.train(vectors, Similarity.COSINE, 2, 4, 1).toBytes();
    for (int i = 0; i < 8 * bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i / 8] ^= (byte) (1 << i % 8);
      assertThrows(
          CorruptFileException.class, () -> ProductQuantizer.fromBytes(damaged, "codebook"));
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(CorruptFileException.class, () -> ProductQuantizer.fromBytes(cut, "codebook"));
    }
  }

  @Test
  void codebookIsTrainedFromIdenticalVectors() {
    float[] vector = Vectors.filled(8, 2);
    ProductQuantizer quantizer =
        ProductQuantizer.train(Collections.nCopies(256, vector), Similarity.DOT_PRODUCT, 2, 8, 1);
    assertArrayEquals(vector, quantizer.decode(quantizer.encode(vector)), 1e-5f);
  }

  @Test
  void badInputIsNamed() {
    List<float[]> vectors = randomVectors(new Random(4), 256, 8);
    assertRefused("255 vectors", () -> train(vectors.subList(0, 255), 2, 8));
    assertRefused("parts is 9", () -> train(vectors, 9, 8));
    assertRefused("parts is 0", () -> train(vectors, 0, 8));
    assertRefused("bits is 5", () -> train(vectors, 2, 5));
    List<float[]> mixed = new ArrayList<>(vectors);
    mixed.set(7, new float[9]);
    assertRefused("vector 7", () -> train(mixed, 2, 8));
    List<float[]> zero = new ArrayList<>(vectors);
    zero.set(7, new float[8]);
    assertRefused("zero vector", () -> train(zero, 2, 8));
    ProductQuantizer quantizer = train(vectors, 2, 4);
    assertRefused("9 components", () -> quantizer.encode(new float[9]));
    assertRefused("9 components", () -> quantizer.tables(new float[9]));
    assertRefused("not finite", () -> quantizer.encode(Vectors.filled(8, Float.NaN)));
    assertRefused("3 codes", () -> quantizer.decode(new byte[3]));
    assertRefused("code 1 is 16", () -> quantizer.decode(new byte[] {0, 16}));
    assertRefused("code 0 is 255", () -> quantizer.score(new byte[2], new byte[] {-1, 0}));
  }

  private static ProductQuantizer train(List<float[]> vectors, int parts, int bits) {
    return ProductQuantizer.train(vectors, Similarity.COSINE, parts, bits, 1);
  }

  private static void assertRefused(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(String.valueOf(message).contains(part), message);
  }
}
