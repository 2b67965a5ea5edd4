package dev.sutra.bench;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.SectionedFileWriter;
import dev.sutra.io.Storage;
import dev.sutra.vector.ApproximateSearch;
import dev.sutra.vector.CellCodebook;
import dev.sutra.vector.CellTrainer;
import dev.sutra.vector.CellView;
import dev.sutra.vector.CellsSection;
import dev.sutra.vector.CellsWriter;
import dev.sutra.vector.ScoredDocument;
import dev.sutra.vector.SearchEffort;
import dev.sutra.vector.VectorView;
import dev.sutra.vector.VectorsSection;
import dev.sutra.vector.VectorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sutra's sections: the vectors, and their codes in cells. An effort is a recall in thousandths.
 */
final class SutraVectors implements VectorIndex {
  private static final String VECTORS = "vectors.segment";
  private static final String CELLS = "cells.segment";
  private static final int KIND = 1;
  private static final long SEED = 1;

  private final VectorSet set;
  private final Storage storage;
  private final SectionedFile vectorsFile;
  private final SectionedFile cellsFile;
  private final CellCodebook codebook;
  private final CellsSection cells;
  private final List<CellView> views;
  private final double buildSeconds;

  SutraVectors(Path directory, VectorSet set) throws IOException {
    this.set = set;
    long start = System.nanoTime();
    storage = FileSystemStorage.open(directory);
    writeVectors();
    vectorsFile = SectionedFile.open(storage, VECTORS);
    VectorsSection vectors = VectorsSection.open(vectorsFile.requiredSection(KIND));
    codebook = CellTrainer.train(List.of(vectors), CellCodebook.cellsFor(set.base().size()), SEED);
    try (SectionedFileWriter writer = SectionedFileWriter.create(storage, CELLS)) {
      CellsWriter.write(writer.begin(KIND), codebook, vectors);
      writer.finish();
    }
    buildSeconds = (System.nanoTime() - start) / 1e9;
    cellsFile = SectionedFile.open(storage, CELLS);
    cells = CellsSection.open(cellsFile.requiredSection(KIND), codebook);
    views = List.of(new CellView(new VectorView(vectors, VectorSet.ALL_LIVE), cells));
  }

  private void writeVectors() throws IOException {
    try (SectionedFileWriter writer = SectionedFileWriter.create(storage, VECTORS)) {
      VectorsWriter vectors =
          VectorsWriter.begin(
              writer.begin(KIND),
              set.dimension(),
              set.similarity(),
              IntStream.range(0, set.base().size()).toArray());
      for (float[] vector : set.base()) {
        vectors.append(vector);
      }
      vectors.finish();
      writer.finish();
    }
  }

  @Override
  public String name() {
    return "Sutra";
  }

  @Override
  public double buildSeconds() {
    return buildSeconds;
  }

  @Override
  public long diskBytes() {
    return vectorsFile.length() + cellsFile.length() + codebook.toBytes().length;
  }

  @Override
  public long residentBytes() {
    return cells.bytes() + codebook.bytes();
  }

  @Override
  public int[] efforts() {
    return new int[] {700, 800, 850, 900, 920, 940, 950, 960, 970, 980, 985, 990, 995, 998};
  }

  @Override
  public Sample search(int effort, int[][] found) {
    SearchEffort wanted = SearchEffort.ofRecall(effort / 1000.0);
    Sample sample = new Sample();
    for (int i = 0; i < found.length; i++) {
      long start = System.nanoTime();
      List<ScoredDocument> hits =
          ApproximateSearch.search(
                  views,
                  set.queries().get(i),
                  set.similarity(),
                  VectorSet.K,
                  Float.NEGATIVE_INFINITY,
                  wanted,
                  (sourceA, a, sourceB, b) -> a - b)
              .hits();
      sample.add(start, 1);
      found[i] = hits.stream().mapToInt(ScoredDocument::document).toArray();
    }
    return sample;
  }

  @Override
  public void close() throws IOException {
    cellsFile.close();
    vectorsFile.close();
    storage.close();
  }
}
