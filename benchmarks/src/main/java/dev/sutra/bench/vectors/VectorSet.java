package dev.sutra.bench.vectors;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Settings;
import dev.sutra.record.LiveDocuments;
import dev.sutra.vector.ScoredDocument;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorBuffer;
import dev.sutra.vector.VectorView;
import dev.sutra.vector.cells.ApproximateSearch;
import dev.sutra.vector.cells.CellView;
import dev.sutra.vector.cells.SearchEffort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Vectors to search, queries that are not among them, and the true nearest of each query.
 *
 * @param name what it is
 * @param nearest for each query the numbers of its nearest vectors, nearest first
 */
record VectorSet(
    String name,
    Similarity similarity,
    List<float[]> base,
    List<float[]> queries,
    List<int[]> nearest) {
  /** How many neighbours are asked for. */
  static final int K = 10;

  private static final int QUERIES = 1_000;
  private static final int QUERIES_OF_MANY = 200;
  private static final int MILLION = 1_000_000;

  int dimension() {
    return base.getFirst().length;
  }

  /**
   * WordNet's glosses; the last 1,000 of the sample are the queries, of a million vectors 200.
   *
   * @param size how many to search; 0 for as many as there are
   * @param dimension of the vectors; 0 for theirs
   */
  static VectorSet wordNet(
      Path directory,
      Similarity similarity,
      int size,
      int dimension,
      Settings settings,
      Report report)
      throws IOException {
    int wanted = settings.quick() ? 12 * QUERIES : Integer.MAX_VALUE;
    List<float[]> all = WordNetVectors.load(directory, wanted, report);
    int split = all.size() - QUERIES;
    if (size == 0 && dimension == 0 && similarity == Similarity.COSINE) {
      return of(
          "WordNet-384", similarity, all.subList(0, split), all.subList(split, all.size()), report);
    }
    int count = size == 0 ? split : size;
    int components = dimension == 0 ? all.getFirst().length : dimension;
    int queries = count >= MILLION ? QUERIES_OF_MANY : QUERIES;
    List<float[]> asked = all.subList(split, split + queries);
    return of(
        "WordNet-" + components,
        similarity,
        List.copyOf(new ShapedVectors(all.subList(0, split), count, components, similarity)),
        List.copyOf(new ShapedVectors(asked, queries, components, similarity)),
        report);
  }

  /**
   * A set in files whose names end in {@code base.fvecs} and {@code query.fvecs}. Under Euclidean
   * distance a {@code groundtruth.ivecs} is used if there is one.
   */
  static VectorSet read(Path directory, Similarity similarity, Settings settings, Report report)
      throws IOException {
    Path base = find(directory, "base.fvecs");
    Path query = find(directory, "query.fvecs");
    if (base == null || query == null) {
      throw new IOException(directory + " lacks files named *base.fvecs and *query.fvecs");
    }
    int limit = settings.quick() ? 11 * QUERIES : Integer.MAX_VALUE;
    List<float[]> vectors = VectorFile.floats(base, limit);
    List<float[]> queries = VectorFile.floats(query, QUERIES);
    String name = String.valueOf(directory.getFileName());
    Path truth = find(directory, "groundtruth.ivecs");
    if (truth != null && similarity == Similarity.EUCLIDEAN && !settings.quick()) {
      List<int[]> nearest = VectorFile.ints(truth, queries.size());
      return new VectorSet(name, similarity, vectors, queries, nearest);
    }
    return of(name, similarity, vectors, queries, report);
  }

  private static @Nullable Path find(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).findFirst().orElse(null);
    }
  }

  private static VectorSet of(
      String name,
      Similarity similarity,
      List<float[]> base,
      List<float[]> queries,
      Report report) {
    report.note(
        String.format(Locale.ROOT, "finding the true nearest of %,d queries", queries.size()));
    VectorBuffer buffer = new VectorBuffer(base.getFirst().length, similarity);
    for (int i = 0; i < base.size(); i++) {
      buffer.add(i, base.get(i));
    }
    // Without codes every vector is compared.
    List<CellView> views = List.of(new CellView(new VectorView(buffer, ALL_LIVE), null));
    List<int[]> nearest =
        queries.stream()
            .map(
                query ->
                    ApproximateSearch.search(
                            views,
                            query,
                            similarity,
                            K,
                            Float.NEGATIVE_INFINITY,
                            SearchEffort.ofRecall(1),
                            (sourceA, a, sourceB, b) -> a - b)
                        .hits()
                        .stream()
                        .mapToInt(ScoredDocument::document)
                        .toArray())
            .toList();
    return new VectorSet(name, similarity, base, queries, nearest);
  }

  /** Every vector is live. */
  static final LiveDocuments ALL_LIVE =
      new LiveDocuments() {
        @Override
        public boolean isLive(int document) {
          return true;
        }

        @Override
        public boolean allLive() {
          return true;
        }
      };

  /** Other vectors of the same kind; the true nearest are not known. */
  VectorSet withBase(List<float[]> other) {
    return new VectorSet(name, similarity, other, queries, List.of());
  }

  /** The share of the true nearest that were found. */
  double recall(int[][] found) {
    return recall(nearest.toArray(int[][]::new), found);
  }

  /**
   * The share of what should be found that was.
   *
   * @param truth for each query the numbers of vectors
   */
  static double recall(int[][] truth, int[][] found) {
    int wanted = 0;
    int hits = 0;
    for (int i = 0; i < found.length; i++) {
      wanted += truth[i].length;
      for (int label : truth[i]) {
        hits += Arrays.stream(found[i]).anyMatch(each -> each == label) ? 1 : 0;
      }
    }
    return wanted == 0 ? 1 : (double) hits / wanted;
  }
}
