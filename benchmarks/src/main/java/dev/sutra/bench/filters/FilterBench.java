package dev.sutra.bench.filters;

import dev.sutra.app.wordnet.Synset;
import dev.sutra.app.wordnet.WordNet;
import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Rounds;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.report.Sink;
import dev.sutra.engine.Durability;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.lucene.search.Query;

/** The best ten of WordNet's glosses among those that pass a filter. */
public final class FilterBench {
  private static final int QUERIES = 2_000;
  private static final int LIMIT = 10;
  private static final long SEED = 19;

  private final Settings settings;
  private final Report report;

  public FilterBench(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  public void run() throws Exception {
    List<Concept> concepts =
        FilteredConcepts.of(WordNet.load().synsets().stream().map(Synset::gloss).toList());
    try (Scratch scratch = new Scratch();
        StorageEngine engine = fill(scratch.fresh(), concepts)) {
      firstQuestions(engine);
      similar(engine);
      try (LuceneFiltered lucene = new LuceneFiltered(scratch.fresh(), concepts)) {
        search(
            engine, lucene, concepts, "1 %", "hundredth = 7", LuceneFiltered.equal("hundredth", 7));
        search(engine, lucene, concepts, "10 %", "tenth = 7", LuceneFiltered.equal("tenth", 7));
        search(
            engine,
            lucene,
            concepts,
            "10 %, a range",
            "size < 100000",
            LuceneFiltered.below("size", 100_000));
      }
    }
  }

  private StorageEngine fill(Path directory, List<Concept> concepts) throws Exception {
    StorageEngine engine =
        StorageEngine.open(
            directory,
            EngineOptions.standalone(FilteredConcepts.DIMENSION).withDurability(Durability.NONE));
    long start = System.nanoTime();
    concepts.forEach(engine::put);
    engine.flush();
    report.note(
        String.format(
            Locale.ROOT,
            "%,d concepts with eight attributes; put and flushed, cold: %,.0f/s",
            concepts.size(),
            concepts.size() * 1e9 / (System.nanoTime() - start)));
    engine.compact();
    return engine;
  }

  /** Each filter is asked once, so that no segment remembers it. */
  private void firstQuestions(StorageEngine engine) {
    for (String form :
        List.of(
            "tenth = %d",
            "hundredth in (%d, 17, 42)",
            "name = \"name %d\"",
            "size > %d000",
            "price < 0.%d and not half = true",
            "updated_at > %d000 and section != \"section 3\"")) {
      List<Double> micros = new ArrayList<>();
      for (int i = 0; i < 2 * settings.sized(100); i++) {
        ConceptFilter filter = ConceptFilter.parse(String.format(Locale.ROOT, form, i));
        long start = System.nanoTime();
        try (Snapshot snapshot = engine.snapshot()) {
          Sink.take(
              snapshot
                  .timeline(new TimelineQuery(0, Long.MAX_VALUE, true, 1, null).withFilter(filter))
                  .items()
                  .size());
        }
        micros.add((System.nanoTime() - start) / 1e3);
      }
      micros.sort(null);
      report.note(
          String.format(
              Locale.ROOT,
              "first question with %-46s median %,.0f us, least %,.0f us",
              form,
              micros.get(micros.size() / 2),
              micros.getFirst()));
    }
  }

  private void similar(StorageEngine engine) throws Exception {
    for (String[] each : new String[][] {{"10 %", "tenth = 3"}, {"1 %", "hundredth = 3"}}) {
      ConceptFilter filter = ConceptFilter.parse(each[1]);
      Rounds rounds =
          Rounds.run(
              settings.rounds(),
              () -> similar(engine, filter),
              () -> similar(engine, ConceptFilter.NONE));
      report.addMean("similar among " + each[0] + ", peer: all", rounds);
    }
  }

  private Sample similar(StorageEngine engine, ConceptFilter filter) {
    Random random = new Random(SEED);
    Sample sample = new Sample();
    for (int i = 0; i < settings.sized(QUERIES); i++) {
      SimilarQuery query =
          new SimilarQuery(
                  FilteredConcepts.vector(random), LIMIT, Float.NEGATIVE_INFINITY, false, null)
              .withFilter(filter);
      long start = System.nanoTime();
      try (Snapshot snapshot = engine.snapshot()) {
        Sink.take(snapshot.similar(query).items().size());
      }
      sample.add(start, 1);
    }
    return sample;
  }

  private void search(
      StorageEngine engine,
      LuceneFiltered lucene,
      List<Concept> concepts,
      String share,
      String filter,
      Query luceneFilter)
      throws Exception {
    ConceptFilter parsed = ConceptFilter.parse(filter);
    for (int words : new int[] {1, 2, 4}) {
      List<String> questions = questions(concepts, words);
      Rounds rounds =
          Rounds.run(
              settings.rounds(),
              () -> search(engine, questions, parsed),
              () -> search(lucene, questions, luceneFilter));
      report.addMean("search " + words + " of " + share, rounds);
    }
  }

  private List<String> questions(List<Concept> concepts, int words) {
    Random random = new Random(SEED);
    List<String> questions = new ArrayList<>();
    while (questions.size() < settings.sized(QUERIES)) {
      StringBuilder question = new StringBuilder();
      for (int i = 0; i < words; i++) {
        String text = String.valueOf(concepts.get(random.nextInt(concepts.size())).text());
        String[] all = text.replace('"', ' ').replace('*', ' ').split(" ", -1);
        question.append(all[random.nextInt(all.length)]).append(' ');
      }
      questions.add(question.toString());
    }
    return questions;
  }

  private static Sample search(StorageEngine engine, List<String> questions, ConceptFilter filter) {
    Sample sample = new Sample();
    for (String question : questions) {
      long start = System.nanoTime();
      try (Snapshot snapshot = engine.snapshot()) {
        Sink.take(snapshot.search(new TextSearch(question, LIMIT, null).withFilter(filter)).size());
      }
      sample.add(start, 1);
    }
    return sample;
  }

  private static Sample search(LuceneFiltered lucene, List<String> questions, Query filter)
      throws Exception {
    Sample sample = new Sample();
    for (String question : questions) {
      long start = System.nanoTime();
      Sink.take(lucene.search(question, filter, LIMIT));
      sample.add(start, 1);
    }
    return sample;
  }
}
