package dev.sutra.vector.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.record.DocumentOrder;
import dev.sutra.record.LiveDocuments;
import dev.sutra.vector.ScoredDocument;
import dev.sutra.vector.SectionFile;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorBuffer;
import dev.sutra.vector.VectorSource;
import dev.sutra.vector.VectorView;
import dev.sutra.vector.Vectors;
import dev.sutra.vector.VectorsSection;
import dev.sutra.vector.VectorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactSearchTest {
  private static final float ALL = Float.NEGATIVE_INFINITY;
  private static final LiveDocuments ALL_LIVE = live(null);

  @TempDir Path directory;

  private final List<SectionFile> files = new ArrayList<>();

  @AfterEach
  void closeFiles() throws IOException {
    for (SectionFile file : files) {
      file.close();
    }
  }

  /** Sources of random content. The id of a document is unique over all of them. */
  private static final class Sources {
    final List<VectorView> views = new ArrayList<>();
    final List<int[]> ids = new ArrayList<>();
    final List<BitSet> wanted = new ArrayList<>();

    int compareIds(int sourceA, int documentA, int sourceB, int documentB) {
      return Integer.compare(ids.get(sourceA)[documentA], ids.get(sourceB)[documentB]);
    }
  }

  private static LiveDocuments live(@Nullable BitSet alive) {
    return new LiveDocuments() {
      @Override
      public boolean isLive(int document) {
        return alive == null || alive.get(document);
      }

      @Override
      public boolean allLive() {
        return alive == null;
      }
    };
  }

  private static BitSet randomBits(Random random, int count, int percent) {
    BitSet bits = new BitSet();
    for (int i = 0; i < count; i++) {
      bits.set(i, random.nextInt(100) < percent);
    }
    return bits;
  }

  private VectorSource source(Similarity similarity, List<float[]> vectors, int index)
      throws IOException {
    // Two documents in three have a vector.
    VectorBuffer buffer = new VectorBuffer(vectors.getFirst().length, similarity);
    for (int i = 0; i < vectors.size(); i++) {
      buffer.add(i + i / 2, vectors.get(i));
    }
    if (index % 2 == 0) {
      return buffer;
    }
    SectionFile file =
        SectionFile.of(
            directory.resolve("source" + files.size()),
            output -> {
              int[] documents = new int[buffer.size()];
              for (int i = 0; i < documents.length; i++) {
                documents[i] = buffer.documentOf(i);
              }
              VectorsWriter writer =
                  VectorsWriter.begin(output, buffer.dimension(), similarity, documents);
              for (int i = 0; i < documents.length; i++) {
                writer.append(buffer, i);
              }
              writer.finish();
            });
    files.add(file);
    return VectorsSection.open(file.section());
  }

  private Sources randomSources(Random random, Similarity similarity, int dimension)
      throws IOException {
    Sources sources = new Sources();
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      ids.add(i);
    }
    Collections.shuffle(ids, random);
    float[] repeated = Vectors.random(random, dimension);
    int sourceCount = 1 + random.nextInt(5);
    for (int s = 0; s < sourceCount; s++) {
      int count = 1 + random.nextInt(400);
      List<float[]> vectors = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        vectors.add(random.nextInt(4) == 0 ? repeated : Vectors.random(random, dimension));
      }
      int documents = count + count / 2;
      boolean allLive = random.nextInt(3) == 0;
      BitSet alive = randomBits(random, documents, 70);
      BitSet filter = randomBits(random, documents, random.nextBoolean() ? 100 : 30);
      LiveDocuments live = allLive ? ALL_LIVE : live(alive);
      sources.views.add(new VectorView(source(similarity, vectors, s), live, filter::get));
      sources.ids.add(
          ids.subList(1000 * s, 1000 * s + documents).stream().mapToInt(i -> i).toArray());
      if (!allLive) {
        filter.and(alive);
      }
      sources.wanted.add(filter);
    }
    return sources;
  }

  private static List<ScoredDocument> bruteForce(
      Sources sources, float[] query, Similarity similarity, int k, float minScore) {
    List<ScoredDocument> all = new ArrayList<>();
    for (int s = 0; s < sources.views.size(); s++) {
      VectorSource source = sources.views.get(s).source();
      for (int i = 0; i < source.size(); i++) {
        float score = similarity.score(query, source.get(i));
        if (sources.wanted.get(s).get(source.documentOf(i)) && score >= minScore) {
          all.add(new ScoredDocument(s, source.documentOf(i), score));
        }
      }
    }
    all.sort(
        Comparator.comparingDouble((ScoredDocument hit) -> -hit.score())
            .thenComparing(
                (a, b) -> sources.compareIds(a.source(), a.document(), b.source(), b.document())));
    return all.subList(0, Math.min(k, all.size()));
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void agreesWithBruteForce(Similarity similarity) throws IOException {
    Random random = new Random(Vectors.printedSeed("exact search " + similarity));
    for (int round = 0; round < 40; round++) {
      int dimension = 1 + random.nextInt(70);
      Sources sources = randomSources(random, similarity, dimension);
      float[] query = Vectors.random(random, dimension);
      for (int k : new int[] {1, 2, 10, 100, 5000, Integer.MAX_VALUE}) {
        for (float minScore : new float[] {ALL, 0, 0.2f}) {
          assertSameHits(
              bruteForce(sources, query, similarity, k, minScore),
              ExactSearch.search(
                  sources.views, query, similarity, k, minScore, sources::compareIds));
        }
      }
    }
  }

  private static void assertSameHits(List<ScoredDocument> expected, List<ScoredDocument> actual) {
    assertEquals(expected.size(), actual.size(), "hits");
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), actual.get(i), "hit " + i);
    }
  }

  @Test
  void equalScoresAreOrderedByTheTieBreakerWhereverTheyLie() throws IOException {
    List<float[]> same = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      same.add(new float[] {0.1f, 0.7f, -0.3f});
    }
    List<VectorView> views =
        List.of(
            new VectorView(source(Similarity.COSINE, same, 0), ALL_LIVE),
            new VectorView(source(Similarity.COSINE, same, 1), ALL_LIVE));
    // Higher documents first, the second source before the first.
    DocumentOrder order =
        (sourceA, documentA, sourceB, documentB) ->
            documentA != documentB ? documentB - documentA : sourceB - sourceA;
    List<ScoredDocument> hits =
        ExactSearch.search(views, new float[] {1, 2, 3}, Similarity.COSINE, 3, ALL, order);
    float score = Similarity.COSINE.score(new float[] {1, 2, 3}, same.getFirst());
    assertEquals(
        List.of(
            new ScoredDocument(1, 148, score),
            new ScoredDocument(0, 148, score),
            new ScoredDocument(1, 147, score)),
        hits);
  }

  @Test
  void tieBreakerIsAskedForEqualScoresOnly() throws IOException {
    List<float[]> different = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      different.add(new float[] {(i * 37) % 500});
    }
    VectorView view = new VectorView(source(Similarity.DOT_PRODUCT, different, 0), ALL_LIVE);
    DocumentOrder never =
        (sourceA, documentA, sourceB, documentB) -> {
          throw new AssertionError("scores differ");
        };
    List<ScoredDocument> hits =
        ExactSearch.search(List.of(view), new float[] {1}, Similarity.DOT_PRODUCT, 20, ALL, never);
    for (int i = 0; i < 20; i++) {
      assertEquals(499 - i, hits.get(i).score());
    }
  }

  @Test
  void livenessIsAskedForFewOfTheVectors() throws IOException {
    Random random = new Random(Vectors.printedSeed("liveness calls"));
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      vectors.add(Vectors.random(random, 8));
    }
    int[] asked = {0};
    LiveDocuments counting =
        new LiveDocuments() {
          @Override
          public boolean isLive(int document) {
            asked[0]++;
            return true;
          }

          @Override
          public boolean allLive() {
            return false;
          }
        };
    VectorView view = new VectorView(source(Similarity.COSINE, vectors, 0), counting);
    ExactSearch.search(
        List.of(view), Vectors.random(random, 8), Similarity.COSINE, 10, ALL, (a, b, c, d) -> 0);
    assertTrue(asked[0] < 500, () -> "asked " + asked[0]);
  }

  @Test
  void nothingToSearchGivesNoHits() {
    VectorView empty = new VectorView(new VectorBuffer(3, Similarity.COSINE), ALL_LIVE);
    float[] query = {1, 2, 3};
    DocumentOrder order = (a, b, c, d) -> 0;
    assertEquals(List.of(), ExactSearch.search(List.of(), query, Similarity.COSINE, 5, ALL, order));
    assertEquals(
        List.of(), ExactSearch.search(List.of(empty), query, Similarity.COSINE, 5, ALL, order));
  }

  @Test
  void badArgumentsAreRefused() {
    List<VectorView> views =
        List.of(new VectorView(new VectorBuffer(3, Similarity.COSINE), ALL_LIVE));
    float[] query = {1, 2, 3};
    assertRefused("k is 0", views, query, Similarity.COSINE, 0, ALL);
    assertRefused("minScore is NaN", views, query, Similarity.COSINE, 1, Float.NaN);
    assertRefused("2 components", views, new float[] {1, 2}, Similarity.COSINE, 1, ALL);
    assertRefused("EUCLIDEAN", views, query, Similarity.EUCLIDEAN, 1, ALL);
    assertRefused("no direction", views, new float[3], Similarity.COSINE, 1, ALL);
  }

  private static void assertRefused(
      String reason, List<VectorView> views, float[] query, Similarity s, int k, float minScore) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ExactSearch.search(views, query, s, k, minScore, (a, b, c, d) -> 0));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e::toString);
  }
}
