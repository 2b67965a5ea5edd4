package dev.sutra.vector.quantization;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorBuffer;
import dev.sutra.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Codebooks for tests, and vectors to learn them from. */
public final class Codebooks {
  private Codebooks() {}

  /** Vectors around some directions, as embeddings lie; {@code spread} is the noise's share. */
  public static List<float[]> clustered(Random random, int count, int dimension, float spread) {
    List<float[]> centres = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      centres.add(Vectors.random(random, dimension));
    }
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = Vectors.random(random, dimension);
      float[] centre = centres.get(random.nextInt(centres.size()));
      for (int t = 0; t < dimension; t++) {
        vector[t] = centre[t] + spread * vector[t];
      }
      vectors.add(vector);
    }
    return vectors;
  }

  public static VectorBuffer buffer(List<float[]> vectors, Similarity similarity) {
    VectorBuffer buffer = new VectorBuffer(vectors.getFirst().length, similarity);
    for (int i = 0; i < vectors.size(); i++) {
      buffer.add(i, vectors.get(i));
    }
    return buffer;
  }

  public static CellCodebook train(List<float[]> vectors, Similarity similarity, int cells) {
    return CellTrainer.train(List.of(buffer(vectors, similarity)), cells, 1);
  }

  /** The same codebook with another limit for second cells. */
  public static CellCodebook withFarSquares(CellCodebook codebook, float farSquares) {
    return new CellCodebook(
        codebook.similarity(),
        codebook.centroids(),
        codebook.quantizers(),
        new QuantizationErrors(codebook.deviation(), codebook.meanSquares(), farSquares),
        codebook.probes(),
        codebook.id());
  }

  /** The centroid of a cell. */
  public static float[] centroid(CellCodebook codebook, int cell) {
    int dimension = codebook.dimension();
    return Arrays.copyOfRange(codebook.centroids(), cell * dimension, (cell + 1) * dimension);
  }
}
