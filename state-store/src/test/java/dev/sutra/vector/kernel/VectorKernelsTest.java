package dev.sutra.vector.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorBuffer;
import dev.sutra.vector.VectorQuery;
import dev.sutra.vector.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorKernelsTest {
  /** Runs in a separate JVM. Scores the same vectors repeatedly and prints the last scores. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      Random random = new Random(1);
      float[] query = Vectors.random(random, 111);
      VectorBuffer buffer = new VectorBuffer(query.length, Similarity.COSINE);
      for (int i = 0; i < 30; i++) {
        buffer.add(i, Vectors.random(random, query.length));
      }
      float[] scores = new float[60];
      for (int round = 0; round < Integer.parseInt(arguments[0]); round++) {
        for (int i = 0; i < 30; i++) {
          scores[2 * i] = Vectors.score(buffer, VectorQuery.of(query, Similarity.COSINE), i);
          scores[2 * i + 1] = Similarity.EUCLIDEAN.score(query, buffer.get(i));
        }
      }
      System.out.println("scores " + Arrays.toString(scores));
    }
  }

  private static String runProbe(int rounds, String... options)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    ProcessBuilder builder = new ProcessBuilder(java);
    builder.command().addAll(List.of(options));
    builder
        .command()
        .addAll(List.of("-cp", classPath, Probe.class.getName(), String.valueOf(rounds)));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static String scores(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("scores "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(output));
  }

  @Test
  void withoutTheVectorApiScoresAreComputedInPlainJava() throws Exception {
    String output = runProbe(1);
    assertTrue(output.contains("without SIMD"), output);
    assertTrue(scores(output).length() > 10, output);
  }

  @Test
  void withoutFusedMultiplyAddScoresAreComputedInPlainJava() throws Exception {
    String output = runProbe(1, "--add-modules", "jdk.incubator.vector", "-XX:-UseFMA");
    assertTrue(output.contains("no fused multiply-add"), output);
    assertEquals(scores(runProbe(1)), scores(output));
  }

  @Test
  void compilationDoesNotChangeTheBits() throws Exception {
    // Enough rounds for every tier of the compiler.
    String compiled = runProbe(5_000, "--add-modules", "jdk.incubator.vector");
    assertTrue(compiled.contains("with SIMD"), compiled);
    String interpreted = runProbe(1, "--add-modules", "jdk.incubator.vector", "-Xint");
    assertEquals(scores(interpreted), scores(compiled));
  }
}
