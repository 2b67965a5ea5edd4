package dev.sutra.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.tools.CheckReport;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.lsm.core.CodingLimits;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.SegmentState;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.quantization.CodebookFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A store of concepts with vectors, and its expected results by brute force. */
final class VectorStore implements AutoCloseable {
  /** Few vectors are coded and learned from already. */
  static final TreeLimits LIMITS =
      new TreeLimits(24, 48, 3, 1, 10, new CodingLimits(64, 256, Integer.MAX_VALUE));

  static final int DIMENSION = 16;
  private static final int BATCH = 100;

  final EngineOptions options;
  private final TreeLimits limits;
  private final List<float[]> centres = new ArrayList<>();
  private final Random random;
  final Map<String, Concept> concepts = new TreeMap<>();
  CrashStorage storage = new CrashStorage();
  StorageEngine engine;

  VectorStore(long seed, Similarity similarity, TreeLimits limits) throws IOException {
    this.random = new Random(seed);
    this.limits = limits;
    this.options =
        EngineOptions.standalone(DIMENSION)
            .withSimilarity(similarity)
            .withDurability(Durability.PROCESS);
    moveCentres();
    this.engine = StorageEngine.open(storage, options, limits);
  }

  /** From now on vectors lie near other directions. */
  void moveCentres() {
    centres.clear();
    for (int i = 0; i < 20; i++) {
      centres.add(noise(1));
    }
  }

  private float[] noise(float length) {
    float[] vector = new float[DIMENSION];
    for (int t = 0; t < DIMENSION; t++) {
      vector[t] = (float) random.nextGaussian() * length;
    }
    return vector;
  }

  /** A vector near one of a few directions, as embeddings lie. */
  float[] vector() {
    float[] vector = noise(0.5f);
    float[] centre = centres.get(random.nextInt(centres.size()));
    for (int t = 0; t < DIMENSION; t++) {
      vector[t] += centre[t];
    }
    return vector;
  }

  /** The vector that a concept has now. */
  float[] vectorOf(int number) {
    return Objects.requireNonNull(Objects.requireNonNull(concepts.get(id(number))).vector());
  }

  static String id(int number) {
    return (number % 2 == 0 ? "even/" : "odd/") + number;
  }

  /** Sets concepts of consecutive numbers to new vectors. */
  void put(int from, int to) {
    RowBatch rows = new RowBatch();
    for (int i = from; i < to; i++) {
      Concept concept =
          Concept.builder(id(i))
              .text("concept " + i)
              .attribute("tenth", i % 10)
              .attribute("hundredth", i % 100)
              .attribute("thousandth", i % 1_000)
              .vector(vector())
              .updatedAt(i)
              .build();
      concepts.put(concept.id(), concept);
      rows.put(RowKeys.concept(concept.id()), ConceptRow.encode(concept, null));
      if (rows.size() == BATCH || i == to - 1) {
        engine.apply(rows);
        rows = new RowBatch();
      }
    }
  }

  void delete(int number) {
    concepts.remove(id(number));
    engine.delete(id(number));
  }

  /** Learns a codebook and waits until all segments have codes of it. */
  void train() throws IOException {
    engine.trainQuantizer();
    awaitCoded();
  }

  void awaitCoded() {
    // Since the manifest was read, a merge may have taken a file away.
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreException(NoSuchFileException.class)
        .untilAsserted(
            () -> {
              String newest = codebooks().getLast();
              long id = CodebookFile.read(storage, number(newest)).id();
              Manifest manifest = Objects.requireNonNull(ManifestFile.read(storage));
              for (SegmentState state : manifest.current().segments()) {
                String name = SegmentFormat.fileName(state.fileNumber());
                try (Segment segment = Segment.open(storage, state.fileNumber())) {
                  boolean few = segment.vectors() == null || segment.vectors().size() < 64;
                  assertTrue(few || (segment.hasCells() && segment.codebookId() == id), name);
                }
              }
            });
  }

  private static long number(String codebook) {
    return CodebookFile.number(codebook);
  }

  /** Names of the codebook files, oldest first. */
  List<String> codebooks() throws IOException {
    return storage.list().stream().filter(name -> CodebookFile.number(name) >= 0).toList();
  }

  void reopen() throws IOException {
    engine.close();
    engine = StorageEngine.open(storage, options, limits);
  }

  SimilarHits similar(SimilarQuery query) {
    try (Snapshot snapshot = engine.snapshot()) {
      return snapshot.similar(query);
    }
  }

  static SimilarQuery query(float[] vector, int limit) {
    return new SimilarQuery(vector, limit, Float.NEGATIVE_INFINITY, false, null);
  }

  /** The true nearest among the concepts that pass. */
  List<Hit> nearest(float[] vector, int limit, Predicate<Concept> filter) {
    List<Hit> hits = new ArrayList<>();
    for (Concept concept : concepts.values()) {
      float[] own = concept.vector();
      if (own != null && filter.test(concept)) {
        hits.add(new Hit(concept.id(), concept.text(), options.similarity().score(vector, own)));
      }
    }
    hits.sort(Comparator.comparing(Hit::score).reversed().thenComparing(Hit::id));
    return List.copyOf(hits.subList(0, Math.min(limit, hits.size())));
  }

  /** Checks the size, scores and order of a result, and returns its recall. */
  double check(SimilarQuery query, SimilarHits answer, Predicate<Concept> filter) {
    List<Hit> expected = nearest(query.vector(), query.limit(), filter);
    assertEquals(expected.size(), answer.items().size());
    if (answer.exact()) {
      assertEquals(expected, answer.items());
    }
    Set<String> found = new HashSet<>();
    Hit last = null;
    for (Hit hit : answer.items()) {
      Concept concept = Objects.requireNonNull(concepts.get(hit.id()), hit.id());
      assertTrue(filter.test(concept), hit.id());
      float[] own = Objects.requireNonNull(concept.vector());
      assertEquals(options.similarity().score(query.vector(), own), hit.score());
      assertTrue(last == null || last.score() > hit.score() || isTie(last, hit));
      assertTrue(found.add(hit.id()));
      last = hit;
    }
    return expected.isEmpty()
        ? 1
        : (double) expected.stream().filter(hit -> found.contains(hit.id())).count()
            / expected.size();
  }

  private static boolean isTie(Hit first, Hit second) {
    return first.score() == second.score() && first.id().compareTo(second.id()) < 0;
  }

  /** The mean recall of the nearest ten, over queries near stored vectors. Checks each result. */
  double recall(int queries, double target) {
    return recall(Stream.generate(this::vector).limit(queries).toList(), target);
  }

  double recall(List<float[]> queries, double target) {
    double sum = 0;
    for (float[] vector : queries) {
      SimilarQuery query = query(vector, 10).withTargetRecall(target);
      sum += check(query, similar(query), concept -> true);
    }
    return sum / queries.size();
  }

  CheckReport report() throws IOException {
    engine.close();
    CheckReport report = StoreCheck.run(storage);
    engine = StorageEngine.open(storage, options, limits);
    return report;
  }

  @Override
  public void close() {
    engine.close();
  }
}
