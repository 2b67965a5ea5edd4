package dev.sutra.bench.kernels;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorBuffer;
import dev.sutra.vector.VectorQuery;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Exact scores of vectors of 384 components: of a pair, and of a thousand in the cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VectorKernelBenchmark {
  private static final int DIMENSION = 384;
  private static final int VECTORS = 1_000;

  @Param({"COSINE", "DOT_PRODUCT", "EUCLIDEAN"})
  private Similarity similarity = Similarity.COSINE;

  private float[] a = {};
  private float[] b = {};
  private VectorQuery query = VectorQuery.of(new float[] {1}, Similarity.COSINE);
  private VectorBuffer vectors = new VectorBuffer(1, Similarity.COSINE);
  private final float[] scores = new float[VECTORS];

  @Setup
  public void fill() {
    Random random = new Random(1);
    a = vector(random);
    b = vector(random);
    query = VectorQuery.of(a, similarity);
    vectors = new VectorBuffer(DIMENSION, similarity);
    for (int i = 0; i < VECTORS; i++) {
      vectors.add(i, vector(random));
    }
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  @Benchmark
  public float pair() {
    return similarity.score(a, b);
  }

  @Benchmark
  @OperationsPerInvocation(VECTORS)
  public float[] scan() {
    vectors.scores(query, 0, VECTORS, scores);
    return scores;
  }
}
