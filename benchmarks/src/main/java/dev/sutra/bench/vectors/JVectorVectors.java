package dev.sutra.bench.vectors;

import dev.sutra.bench.report.Sample;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult.NodeScore;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/** JVector's graph in memory, on whole vectors; one thread. An effort is its rerankK. */
final class JVectorVectors implements VectorIndex {
  private static final int LINKS = 32;
  private static final int BEAM = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  private final VectorTypeSupport types =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private final VectorSet set;
  private final ListRandomAccessVectorValues vectors;
  private final ImmutableGraphIndex graph;
  private final GraphSearcher searcher;
  private final double buildSeconds;

  public JVectorVectors(VectorSet set) throws IOException {
    this.set = set;
    List<VectorFloat<?>> wrapped = new ArrayList<>();
    for (float[] vector : set.base()) {
      wrapped.add(types.createFloatVector(vector));
    }
    vectors = new ListRandomAccessVectorValues(wrapped, set.dimension());
    long start = System.nanoTime();
    try (ForkJoinPool one = new ForkJoinPool(1)) {
      GraphIndexBuilder builder =
          GraphIndexBuilder.builder(
                  BuildScoreProvider.randomAccessScoreProvider(vectors, function()),
                  set.dimension(),
                  LINKS)
              .withBeamWidth(BEAM)
              .withNeighborOverflow(OVERFLOW)
              .withAlpha(ALPHA)
              .withSimdExecutor(one)
              .withParallelExecutor(one)
              .build();
      graph = builder.build(vectors);
    }
    buildSeconds = (System.nanoTime() - start) / 1e9;
    searcher = new GraphSearcher(graph);
  }

  private VectorSimilarityFunction function() {
    return switch (set.similarity()) {
      case COSINE -> VectorSimilarityFunction.COSINE;
      case DOT_PRODUCT -> VectorSimilarityFunction.DOT_PRODUCT;
      case EUCLIDEAN -> VectorSimilarityFunction.EUCLIDEAN;
    };
  }

  @Override
  public String name() {
    return "JVector";
  }

  @Override
  public double buildSeconds() {
    return buildSeconds;
  }

  @Override
  public long diskBytes() {
    return 0;
  }

  @Override
  public long residentBytes() {
    return graph.ramBytesUsed() + 4L * set.dimension() * set.base().size();
  }

  @Override
  public int[] efforts() {
    return new int[] {10, 15, 20, 30, 40, 50, 60, 80, 100, 130, 160, 200, 300};
  }

  @Override
  public Sample search(int effort, int[][] found) {
    Sample sample = new Sample();
    for (int i = 0; i < found.length; i++) {
      float[] query = set.queries().get(i);
      long start = System.nanoTime();
      NodeScore[] hits =
          searcher
              .search(
                  DefaultSearchScoreProvider.exact(
                      types.createFloatVector(query), function(), vectors),
                  VectorSet.K,
                  effort,
                  0,
                  0,
                  Bits.ALL)
              .getNodes();
      sample.add(start, 1);
      found[i] = new int[hits.length];
      for (int j = 0; j < hits.length; j++) {
        found[i][j] = hits[j].node;
      }
    }
    return sample;
  }

  @Override
  public void close() throws IOException {
    searcher.close();
    graph.close();
  }
}
