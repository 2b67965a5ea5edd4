package dev.sutra.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorKernelsTest {
  /** Run in a JVM of its own. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      float[] vector = {3, 4};
      System.out.println("score " + Similarity.DOT_PRODUCT.score(vector, vector));
    }
  }

  private static String runProbe(String... options) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    ProcessBuilder builder = new ProcessBuilder(java);
    builder.command().addAll(List.of(options));
    builder.command().addAll(List.of("-cp", classPath, Probe.class.getName()));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @Test
  void withoutTheVectorApiScoresAreComputedInPlainJava() throws Exception {
    String output = runProbe();
    assertTrue(output.contains("score 25.0"), output);
    assertTrue(output.contains("without SIMD"), output);
  }

  @Test
  void withoutFusedMultiplyAddScoresAreComputedInPlainJava() throws Exception {
    String output = runProbe("--add-modules", "jdk.incubator.vector", "-XX:-UseFMA");
    assertTrue(output.contains("score 25.0"), output);
    assertTrue(output.contains("no fused multiply-add"), output);
  }
}
