package dev.sutra.vector.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.Vectors;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellCodebookTest {
  private static CellCodebook trained(Similarity similarity) {
    return Codebooks.train(Codebooks.clustered(new Random(6), 1100, 10, 0.5f), similarity, 16);
  }

  @ParameterizedTest
  @EnumSource
  void bytesGiveTheSameCodebook(Similarity similarity) {
    CellCodebook codebook = trained(similarity);
    CellCodebook read = CellCodebookFormat.decode(CellCodebookFormat.encode(codebook), "codebook");
    assertEquals(codebook.id(), read.id());
    assertEquals(similarity, read.similarity());
    assertEquals(10, read.dimension());
    assertEquals(16, read.cells());
    assertEquals(codebook.deviation(), read.deviation());
    assertEquals(codebook.farSquares(), read.farSquares());
    assertArrayEquals(codebook.probes(), read.probes());
    assertArrayEquals(CellCodebookFormat.encode(codebook), CellCodebookFormat.encode(read));
  }

  @Test
  void trainingAgainGivesTheSameAndOtherVectorsAnotherCodebook() {
    CellCodebook codebook = trained(Similarity.COSINE);
    assertArrayEquals(
        CellCodebookFormat.encode(codebook), CellCodebookFormat.encode(trained(Similarity.COSINE)));
    List<float[]> others = Codebooks.clustered(new Random(7), 1100, 10, 0.5f);
    assertNotEquals(codebook.id(), Codebooks.train(others, Similarity.COSINE, 16).id());
  }

  @Test
  void damagedBytesAreRefused() {
    byte[] bytes = CellCodebookFormat.encode(trained(Similarity.COSINE));
    Random random = new Random(Vectors.printedSeed("codebook damage"));
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      assertThrows(
          CorruptFileException.class, () -> CellCodebookFormat.decode(damaged, "codebook"));
    }
    byte[] quantizer =
        ProductQuantizer.train(Codebooks.clustered(random, 300, 10, 1), Similarity.COSINE, 5, 4, 1)
            .toBytes();
    assertThrows(
        CorruptFileException.class, () -> CellCodebookFormat.decode(quantizer, "codebook"));
  }

  @Test
  void tooFewVectorsOrCellsAreRefused() {
    List<float[]> few = Codebooks.clustered(new Random(6), CellCodebook.TRAINING_MIN - 1, 10, 0.5f);
    assertThrows(IllegalArgumentException.class, () -> Codebooks.train(few, Similarity.COSINE, 16));
    List<float[]> enough = Codebooks.clustered(new Random(6), CellCodebook.TRAINING_MIN, 10, 0.5f);
    assertEquals(16, Codebooks.train(enough, Similarity.COSINE, 16).cells());
    assertThrows(
        IllegalArgumentException.class, () -> Codebooks.train(enough, Similarity.COSINE, 15));
    assertThrows(
        IllegalArgumentException.class,
        () -> Codebooks.train(enough, Similarity.COSINE, CellCodebook.CELLS_MAX + 1));
  }

  @Test
  void cellsGrowWithTheRootOfTheVectors() {
    assertEquals(16, CellCodebook.cellsFor(0));
    assertEquals(144, CellCodebook.cellsFor(10_000));
    assertEquals(512, CellCodebook.cellsFor(116_791));
    assertEquals(1504, CellCodebook.cellsFor(1_000_000));
    assertEquals(CellCodebook.CELLS_MAX, CellCodebook.cellsFor(Long.MAX_VALUE));
    assertTrue(CellCodebook.partsFor(4096) <= 512);
  }
}
