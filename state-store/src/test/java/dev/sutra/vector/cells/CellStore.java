package dev.sutra.vector.cells;

import dev.sutra.record.LiveDocuments;
import dev.sutra.vector.ScoredDocument;
import dev.sutra.vector.SectionFile;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorBuffer;
import dev.sutra.vector.VectorView;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Codebooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/** Sources with codes in files, and their expected contents. Ids are unique over all sources. */
final class CellStore implements AutoCloseable {
  private final Path directory;
  private final List<SectionFile> files = new ArrayList<>();
  private final List<CellView> views = new ArrayList<>();
  private final List<int[]> ids = new ArrayList<>();
  private final List<List<float[]>> vectors = new ArrayList<>();
  private final List<IntPredicate> wanted = new ArrayList<>();

  CellStore(Path directory) {
    this.directory = directory;
  }

  /** Adds a source whose codes are written to a file. */
  void addCoded(List<float[]> content, CellCodebook codebook, BitSet dead, IntPredicate filter)
      throws IOException {
    VectorBuffer source = Codebooks.buffer(content, codebook.similarity());
    VectorView view = new VectorView(source, live(dead), filter);
    add(new CellView(view, coded(source, codebook)), content, dead, filter);
  }

  /** Adds such a source of which some vectors are selected before a search, as by an index. */
  void addSelected(List<float[]> content, CellCodebook codebook, BitSet dead, BitSet selected)
      throws IOException {
    VectorBuffer source = Codebooks.buffer(content, codebook.similarity());
    VectorView view = VectorView.selected(source, live(dead), selected);
    add(new CellView(view, coded(source, codebook)), content, dead, selected::get);
  }

  private CellsSection coded(VectorBuffer source, CellCodebook codebook) throws IOException {
    Path place = Files.createDirectory(directory.resolve("source-" + views.size()));
    SectionFile file = SectionFile.of(place, output -> CellsWriter.write(output, codebook, source));
    files.add(file);
    return CellsSection.open(file.section(), codebook);
  }

  /** Adds a source without codes. */
  void addExact(List<float[]> content, Similarity similarity, BitSet dead, IntPredicate filter) {
    VectorView view = new VectorView(Codebooks.buffer(content, similarity), live(dead), filter);
    add(new CellView(view, null), content, dead, filter);
  }

  private void add(CellView view, List<float[]> content, BitSet dead, IntPredicate filter) {
    int[] own = new int[content.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = 7919 * i + views.size();
    }
    views.add(view);
    ids.add(own);
    vectors.add(content);
    wanted.add(document -> !dead.get(document) && filter.test(document));
  }

  private static LiveDocuments live(BitSet dead) {
    return new LiveDocuments() {
      @Override
      public boolean isLive(int document) {
        return !dead.get(document);
      }

      @Override
      public boolean allLive() {
        return dead.isEmpty();
      }
    };
  }

  ApproximateHits search(
      float[] query, Similarity similarity, int k, float minScore, SearchEffort effort) {
    return ApproximateSearch.search(
        views, query, similarity, k, minScore, effort, this::compareIds);
  }

  List<ScoredDocument> exact(float[] query, Similarity similarity, int k, float minScore) {
    List<VectorView> all = views.stream().map(CellView::view).toList();
    return ExactSearch.search(all, query, similarity, k, minScore, this::compareIds);
  }

  private int compareIds(int sourceA, int documentA, int sourceB, int documentB) {
    return Integer.compare(ids.get(sourceA)[documentA], ids.get(sourceB)[documentB]);
  }

  boolean isWanted(ScoredDocument hit) {
    return wanted.get(hit.source()).test(hit.document());
  }

  float[] vector(ScoredDocument hit) {
    return vectors.get(hit.source()).get(hit.document());
  }

  @Override
  public void close() throws IOException {
    for (SectionFile file : files) {
      file.close();
    }
  }
}
