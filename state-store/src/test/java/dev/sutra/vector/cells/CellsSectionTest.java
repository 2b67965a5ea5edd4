package dev.sutra.vector.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;
import dev.sutra.record.LiveDocuments;
import dev.sutra.vector.SectionFile;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorBuffer;
import dev.sutra.vector.VectorView;
import dev.sutra.vector.Vectors;
import dev.sutra.vector.VectorsSection;
import dev.sutra.vector.VectorsWriter;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Codebooks;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellsSectionTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void identicalVectorsAreFoundInOrderOfTheirIds(Similarity similarity) throws IOException {
    List<float[]> same = Collections.nCopies(1100, Vectors.filled(10, 3));
    try (CellStore store = new CellStore(directory)) {
      store.addCoded(same, Codebooks.train(same, similarity, 16), new BitSet(), i -> true);
      ApproximateHits answer =
          store.search(
              same.getFirst(), similarity, 20, Float.NEGATIVE_INFINITY, SearchEffort.ofRecall(0.9));
      assertEquals(
          store.exact(same.getFirst(), similarity, 20, Float.NEGATIVE_INFINITY), answer.hits());
    }
  }

  @Test
  void aDamagedSectionIsFoundAtOpenOrWhenItIsSearched() throws IOException {
    Random random = new Random(Vectors.printedSeed("cells damage"));
    List<float[]> vectors = Codebooks.clustered(random, 3000, 10, 0.5f);
    CellCodebook codebook = Codebooks.train(vectors, Similarity.COSINE, 16);
    VectorBuffer source = Codebooks.buffer(vectors, Similarity.COSINE);
    SectionFile.Content content = output -> CellsWriter.write(output, codebook, source);
    int length;
    try (SectionFile file = SectionFile.of(directory, content)) {
      assertEquals(codebook.id(), CellsSection.codebookId(file.section()));
      length = (int) file.section().length();
    }
    for (int i = 0; i < 60; i++) {
      Path place = Files.createDirectory(directory.resolve("damaged-" + i));
      SectionFile.write(place, content);
      SectionFile.flipBit(place, SectionFile.SECTION_OFFSET + random.nextInt(length));
      try (SectionFile file = SectionFile.open(place)) {
        assertThrows(CorruptFileException.class, () -> searchAll(file, codebook, source));
      }
    }
  }

  private static void searchAll(SectionFile file, CellCodebook codebook, VectorBuffer source) {
    CellsSection section = CellsSection.open(file.section(), codebook);
    VectorView view = new VectorView(source, new AllLive());
    ApproximateSearch.search(
        List.of(new CellView(view, section)),
        source.get(0),
        Similarity.COSINE,
        10,
        Float.NEGATIVE_INFINITY,
        SearchEffort.ofRecall(1),
        (a, i, b, j) -> i - j);
  }

  private static final class AllLive implements LiveDocuments {
    @Override
    public boolean isLive(int document) {
      return true;
    }

    @Override
    public boolean allLive() {
      return true;
    }
  }

  @Test
  void mergedCodesAreThoseOfANewBuild() throws IOException {
    Random random = new Random(Vectors.printedSeed("merged codes"));
    List<float[]> vectors = Codebooks.clustered(random, 1500, 20, 0.5f);
    CellCodebook codebook = Codebooks.train(vectors, Similarity.EUCLIDEAN, 16);
    CellCodebook older = Codebooks.train(vectors.subList(0, 1400), Similarity.EUCLIDEAN, 16);
    VectorBuffer first = Codebooks.buffer(vectors.subList(0, 500), Similarity.EUCLIDEAN);
    VectorBuffer second = Codebooks.buffer(vectors.subList(500, 1000), Similarity.EUCLIDEAN);
    VectorBuffer third = Codebooks.buffer(vectors.subList(1000, 1500), Similarity.EUCLIDEAN);
    // Every third vector is dropped, the others come from the three in turn.
    int size = 1000;
    int[] from = new int[size];
    int[] ordinals = new int[size];
    VectorBuffer picked = new VectorBuffer(20, Similarity.EUCLIDEAN);
    for (int i = 0; i < size; i++) {
      from[i] = i % 3;
      ordinals[i] = i / 3 + i / 6;
      picked.add(i, vectors.get(500 * from[i] + ordinals[i]));
    }
    try (SectionFile a = coded("a", codebook, first);
        SectionFile b = coded("b", older, second);
        SectionFile whole = coded("whole", codebook, picked)) {
      List<@Nullable CellsSection> cells = new ArrayList<>();
      cells.add(CellsSection.open(a.section(), codebook));
      cells.add(CellsSection.open(b.section(), older));
      cells.add(null);
      SelectedVectors selected =
          new SelectedVectors(List.of(first, second, third), cells, from, ordinals, size);
      Path place = Files.createDirectory(directory.resolve("merged"));
      try (SectionFile merged =
          SectionFile.of(
              place, output -> CellsWriter.write(output, codebook, selected, () -> {}))) {
        MemorySegment expected = whole.section().memory();
        MemorySegment found = merged.section().memory();
        // But for the mean squared distance, which is taken over from all vectors of a source.
        assertEquals(-1, expected.asSlice(0, 20).mismatch(found.asSlice(0, 20)));
        assertEquals(-1, expected.asSlice(24).mismatch(found.asSlice(24)));
        assertEquals(
            CellsSection.open(whole.section(), codebook).meanSquares(),
            CellsSection.open(merged.section(), codebook).meanSquares(),
            0.5);
      }
    }
  }

  private SectionFile coded(String name, CellCodebook codebook, VectorBuffer source)
      throws IOException {
    Path place = Files.createDirectory(directory.resolve(name));
    return SectionFile.of(place, output -> CellsWriter.write(output, codebook, source));
  }

  @ParameterizedTest
  @EnumSource
  void halfOfTheVectorsHaveASecondCellAndACheckMissesNone(Similarity similarity)
      throws IOException {
    Random random = new Random(Vectors.printedSeed("second cells"));
    List<float[]> vectors = Codebooks.clustered(random, 2000, 16, 0.6f);
    CellCodebook codebook = Codebooks.train(vectors, similarity, 32);
    CellCodebook without = Codebooks.withFarSquares(codebook, Float.POSITIVE_INFINITY);
    VectorBuffer source = Codebooks.buffer(vectors, similarity);
    try (SectionFile vectorFile =
            SectionFile.of(
                Files.createDirectory(directory.resolve("vectors")),
                output -> {
                  int[] documents = IntStream.range(0, 2000).toArray();
                  VectorsWriter writer = VectorsWriter.begin(output, 16, similarity, documents);
                  for (float[] vector : vectors) {
                    writer.append(vector);
                  }
                  writer.finish();
                });
        SectionFile both = coded("both", codebook, source);
        SectionFile one = coded("one", without, source)) {
      VectorsSection stored = VectorsSection.open(vectorFile.section());
      CellsSection section = CellsSection.open(both.section(), codebook);
      assertEquals(2000, section.size());
      assertEquals(3000, section.places(), 250);
      assertEquals(2000, CellsSection.open(one.section(), without).places());
      assertEquals(0, problems(both, codebook, stored));
      assertEquals(0, problems(one, without, stored));
      int seconds = section.places() - section.size();
      assertEquals(seconds, problems(both, without, stored));
      // But for those that are just far enough.
      assertEquals(seconds, problems(one, codebook, stored), 0.03 * seconds);
    }
  }

  private static int problems(SectionFile file, CellCodebook codebook, VectorsSection vectors) {
    Problems problems = new Problems();
    CellsCheck.run(file.section(), codebook, vectors, problems);
    return (int) problems.count();
  }

  @Test
  void codesOfAnotherCodebookAreRefused() throws IOException {
    List<float[]> vectors = Codebooks.clustered(new Random(6), 1100, 10, 0.5f);
    CellCodebook codebook = Codebooks.train(vectors, Similarity.COSINE, 16);
    CellCodebook other = Codebooks.train(vectors.subList(1, 1100), Similarity.COSINE, 16);
    VectorBuffer source = Codebooks.buffer(vectors, Similarity.COSINE);
    try (SectionFile file =
        SectionFile.of(directory, output -> CellsWriter.write(output, codebook, source))) {
      assertThrows(CorruptFileException.class, () -> CellsSection.open(file.section(), other));
      CellsSection section = CellsSection.open(file.section(), codebook);
      VectorBuffer fewer = Codebooks.buffer(vectors.subList(0, 1000), Similarity.COSINE);
      assertThrows(
          IllegalArgumentException.class,
          () -> new CellView(new VectorView(fewer, new AllLive()), section));
    }
    VectorBuffer foreign = Codebooks.buffer(vectors, Similarity.EUCLIDEAN);
    Path place = Files.createDirectory(directory.resolve("foreign"));
    assertThrows(
        IllegalArgumentException.class,
        () -> SectionFile.write(place, output -> CellsWriter.write(output, codebook, foreign)));
  }

  /**
   * Background work reads these without holding the segment, which a merge may remove concurrently.
   */
  @Test
  void sectionPropertiesAreReadableAfterTheFileIsClosed() throws IOException {
    List<float[]> vectors = Codebooks.clustered(new Random(6), 1100, 10, 0.5f);
    CellCodebook codebook = Codebooks.train(vectors, Similarity.COSINE, 16);
    VectorBuffer source = Codebooks.buffer(vectors, Similarity.COSINE);
    CellsSection section;
    float before;
    try (SectionFile file = coded("closed", codebook, source)) {
      section = CellsSection.open(file.section(), codebook);
      before = section.meanSquares();
      assertTrue(before > 0);
    }
    assertEquals(before, section.meanSquares());
    assertEquals(1100, section.size());
    assertEquals(codebook.id(), section.codebook().id());
    assertTrue(section.bytes() > 1100);
  }
}
