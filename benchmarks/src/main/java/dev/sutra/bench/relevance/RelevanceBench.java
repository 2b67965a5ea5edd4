package dev.sutra.bench.relevance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.app.embed.MiniLmEmbedder;
import dev.sutra.app.wordnet.WordNet;
import dev.sutra.bench.relevance.Task.Document;
import dev.sutra.bench.relevance.Task.Question;
import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.vectors.EmbeddedTexts;
import dev.sutra.engine.Durability;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Fusion;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Tasks of real texts, answered by text, by vector, and by both. */
public final class RelevanceBench {
  private static final int DOCUMENTS = 20_000;
  private static final int QUESTIONS = 2_000;
  private static final int LIMIT = 100;

  /** The ways to answer a question. */
  private record Ways(Ranks text, Ranks vector, Ranks hybrid, Ranks byRanks) {}

  private final Settings settings;
  private final Report report;

  public RelevanceBench(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  /**
   * Runs the tasks.
   *
   * @param home where vectors are kept
   * @param packages descriptions of Debian's packages; null: without that task
   */
  public void run(Path home, @Nullable Path packages) throws Exception {
    int documents = settings.sized(DOCUMENTS);
    int questions = settings.sized(QUESTIONS);
    WordNetTasks wordNet = new WordNetTasks(WordNet.load(), documents);
    measure(home, wordNet.definitions(questions));
    measure(home, wordNet.examples(questions));
    if (packages == null) {
      report.note("no --packages: descriptions of packages are left out");
    } else {
      measure(home, PackageTask.read(packages, documents, questions));
    }
  }

  private void measure(Path home, Task task) throws Exception {
    if (!settings.wants(task.name())) {
      return;
    }
    List<float[]> documents = vectors(home, task.documents().stream().map(Document::text).toList());
    List<float[]> questions = vectors(home, task.questions().stream().map(Question::text).toList());
    Ways ways = new Ways(new Ranks(), new Ranks(), new Ranks(), new Ranks());
    try (Scratch scratch = new Scratch();
        StorageEngine engine = fill(scratch.fresh(), task.documents(), documents);
        Snapshot snapshot = engine.snapshot()) {
      for (int i = 0; i < questions.size(); i++) {
        ask(snapshot, task.questions().get(i), questions.get(i), ways);
      }
    }
    report(task, ways);
  }

  /** Vectors of texts, in a file that is named by the texts. */
  private List<float[]> vectors(Path home, List<String> texts) throws IOException {
    CRC32C sum = new CRC32C();
    texts.forEach(text -> sum.update((text + '\0').getBytes(UTF_8)));
    String name = String.format(Locale.ROOT, "relevance-%08x.fvecs", sum.getValue());
    return EmbeddedTexts.load(home.resolve(name), texts, report);
  }

  private static StorageEngine fill(Path directory, List<Document> documents, List<float[]> vectors)
      throws IOException {
    StorageEngine engine =
        StorageEngine.open(
            directory,
            EngineOptions.standalone(MiniLmEmbedder.DIMENSION).withDurability(Durability.NONE));
    for (int i = 0; i < documents.size(); i++) {
      engine.put(
          Concept.builder(documents.get(i).id())
              .text(documents.get(i).text())
              .vector(vectors.get(i))
              .build());
    }
    return engine;
  }

  private static void ask(Snapshot snapshot, Question question, float[] vector, Ways ways) {
    String answer = question.answer();
    List<Hit> byText = snapshot.search(new TextSearch(question.text(), LIMIT, null));
    ways.text.add(byText.stream().map(Hit::id).toList(), answer);
    // Exact, so that only the ranking is measured.
    SimilarQuery nearest = new SimilarQuery(vector, LIMIT, Float.NEGATIVE_INFINITY, true, null);
    List<Hit> byVector = snapshot.similar(nearest).items();
    ways.vector.add(byVector.stream().map(Hit::id).toList(), answer);
    ways.hybrid.add(hybrid(snapshot, question, vector, Fusion.LINEAR), answer);
    ways.byRanks.add(hybrid(snapshot, question, vector, Fusion.RRF), answer);
  }

  private static List<String> hybrid(
      Snapshot snapshot, Question question, float[] vector, Fusion fusion) {
    HybridQuery query =
        HybridQuery.builder()
            .text(question.text())
            .vector(vector)
            .fusion(fusion)
            .limit(LIMIT)
            .build();
    return snapshot.hybrid(query).items().stream().map(HybridHit::id).toList();
  }

  private void report(Task task, Ways ways) {
    report.note(
        String.format(
            Locale.ROOT,
            "%s: %,d documents, %,d questions",
            task.name(),
            task.documents().size(),
            task.questions().size()));
    report(task.name() + ", hybrid", ways.hybrid, ways);
    report(task.name() + ", hybrid by ranks", ways.byRanks, ways);
  }

  private void report(String name, Ranks hybrid, Ways ways) {
    report(name, hybrid, "text", ways.text);
    report(name, hybrid, "vector", ways.vector);
  }

  private void report(String name, Ranks hybrid, String part, Ranks alone) {
    report.addShare(name, "nDCG@10", hybrid.gain(), part, alone.gain());
    report.addShare(name, "MRR", hybrid.reciprocal(), part, alone.reciprocal());
    report.addShare(name, "recall@10", hybrid.recall(), part, alone.recall());
  }
}
