package dev.sutra.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorBatchTest {
  private static final int VECTORS = 40;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void scoresHaveTheBitsOfSingleOnesWhereverTheVectorsAre(Similarity similarity)
      throws IOException {
    Random random = new Random(Vectors.printedSeed("vector batch"));
    VectorBatch batch = new VectorBatch();
    for (int dimension : new int[] {1, 31, 48, 384}) {
      VectorBuffer buffer = new VectorBuffer(dimension, similarity);
      for (int i = 0; i < VECTORS; i++) {
        buffer.add(i, Vectors.random(random, dimension));
      }
      VectorQuery query = VectorQuery.of(Vectors.random(random, dimension), similarity);
      try (SectionFile file =
          SectionFile.of(
              directory.resolve("d" + dimension),
              output -> {
                VectorsWriter writer =
                    VectorsWriter.begin(output, dimension, similarity, numbers());
                for (int i = 0; i < VECTORS; i++) {
                  writer.append(buffer, i);
                }
                writer.finish();
              })) {
        VectorSource[] sources = {buffer, VectorsSection.open(file.section())};
        for (int size = 0; size <= VectorBatch.ROOM; size++) {
          VectorSource[] from = new VectorSource[size];
          int[] ordinals = new int[size];
          batch.clear();
          for (int i = 0; i < size; i++) {
            from[i] = sources[random.nextInt(2)];
            ordinals[i] = random.nextInt(VECTORS);
            from[i].addTo(batch, ordinals[i]);
          }
          batch.score(query);
          assertEquals(size, batch.size());
          for (int i = 0; i < size; i++) {
            assertEquals(ordinals[i], batch.ordinal(i));
            assertEquals(Vectors.score(from[i], query, ordinals[i]), batch.score(i));
          }
        }
      }
    }
  }

  private static int[] numbers() {
    int[] documents = new int[VECTORS];
    for (int i = 0; i < documents.length; i++) {
      documents[i] = i;
    }
    return documents;
  }
}
