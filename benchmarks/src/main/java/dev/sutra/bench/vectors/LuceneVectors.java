package dev.sutra.bench.vectors;

import dev.sutra.bench.report.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RescoreTopNQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Lucene's HNSW graph: one segment, mapped; one thread. An effort is the k that it searches for.
 */
final class LuceneVectors implements VectorIndex {
  private static final String FIELD = "vector";
  private static final double BUFFER_MIB = 1024;
  private static final int LINKS = 16;
  private static final int BEAM = 100;

  private final VectorSet set;
  private final boolean quantized;
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final double buildSeconds;

  /**
   * Builds an index.
   *
   * @param quantized whether the graph is searched by one bit a component, and the vectors compared
   */
  public LuceneVectors(Path path, VectorSet set, boolean quantized) throws IOException {
    this.set = set;
    this.quantized = quantized;
    directory = new MMapDirectory(path);
    KnnVectorsFormat format =
        quantized
            ? new Lucene104HnswScalarQuantizedVectorsFormat(
                ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE, LINKS, BEAM)
            : new Lucene99HnswVectorsFormat(LINKS, BEAM);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(
                new Lucene104Codec() {
                  @Override
                  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return format;
                  }
                })
            .setMergeScheduler(new SerialMergeScheduler())
            .setRAMBufferSizeMB(BUFFER_MIB)
            .setUseCompoundFile(false);
    long start = System.nanoTime();
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (float[] vector : set.base()) {
        Document document = new Document();
        document.add(new KnnFloatVectorField(FIELD, vector, function()));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    buildSeconds = (System.nanoTime() - start) / 1e9;
    reader = DirectoryReader.open(directory);
    if (reader.leaves().size() != 1) {
      throw new IllegalStateException("Lucene's index has several segments");
    }
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
  }

  private VectorSimilarityFunction function() {
    return switch (set.similarity()) {
      case COSINE -> VectorSimilarityFunction.COSINE;
      case DOT_PRODUCT -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
      case EUCLIDEAN -> VectorSimilarityFunction.EUCLIDEAN;
    };
  }

  @Override
  public String name() {
    return quantized ? "Lucene 1-bit" : "Lucene";
  }

  @Override
  public double buildSeconds() {
    return buildSeconds;
  }

  @Override
  public long diskBytes() {
    try {
      long bytes = 0;
      for (String file : directory.listAll()) {
        bytes += directory.fileLength(file);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Searching by one bit a component leaves the vectors themselves alone but for the last few. */
  @Override
  public long residentBytes() {
    long vectors = 4L * set.dimension() * set.base().size();
    return quantized ? diskBytes() - vectors : diskBytes();
  }

  @Override
  public int[] efforts() {
    return new int[] {10, 15, 20, 30, 40, 50, 60, 80, 100, 130, 160, 200, 300, 400};
  }

  @Override
  public Sample search(int effort, int[][] found) throws IOException {
    Sample sample = new Sample();
    for (int i = 0; i < found.length; i++) {
      float[] vector = set.queries().get(i);
      long start = System.nanoTime();
      Query query = new KnnFloatVectorQuery(FIELD, vector, effort);
      if (quantized) {
        query =
            RescoreTopNQuery.createFullPrecisionRescorerQuery(query, vector, FIELD, VectorSet.K);
      }
      ScoreDoc[] hits = searcher.search(query, VectorSet.K).scoreDocs;
      sample.add(start, 1);
      found[i] = new int[hits.length];
      for (int j = 0; j < hits.length; j++) {
        found[i][j] = hits[j].doc;
      }
    }
    return sample;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
