package dev.sutra.bench.text;

import dev.sutra.app.wordnet.Synset;
import dev.sutra.app.wordnet.WordNet;
import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Rounds;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.report.Sink;
import dev.sutra.text.analysis.TextAnalyzer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The best ten of WordNet's glosses for a query, from its words to numbers and scores. */
public final class TextBench {
  private static final int QUERIES = 5_000;
  private static final int LIMIT = 10;
  private static final long SEED = 5;
  private static final String ENGINE = "engine";
  private static final int OVERWRITTEN_STEP = 5;

  private final Settings settings;
  private final Report report;

  public TextBench(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  public void run() throws Exception {
    List<String> glosses = WordNet.load().synsets().stream().map(Synset::gloss).toList();
    try (Scratch scratch = new Scratch()) {
      long start = System.nanoTime();
      try (SutraTexts sutra =
          new SutraTexts(scratch.fresh(), glosses, TextAnalyzer.named("english"))) {
        final double sutraRate = rate(glosses, start);
        start = System.nanoTime();
        try (LuceneTexts lucene = new LuceneTexts(scratch.fresh(), glosses, false)) {
          report.note(
              String.format(
                  Locale.ROOT,
                  "%,d texts; index %.1f MiB in Sutra, %.1f MiB in Lucene; built once, cold,"
                      + " %,.0f and %,.0f texts/s",
                  glosses.size(),
                  sutra.bytes() / 1048576.0,
                  lucene.bytes() / 1048576.0,
                  sutraRate,
                  rate(glosses, start)));
          run(glosses, sutra, lucene);
          new WordBench(settings, report, glosses).run(scratch, sutra);
          if (settings.only().isEmpty() || settings.only().startsWith(ENGINE)) {
            try (LuceneTexts stored = new LuceneTexts(scratch.fresh(), glosses, true)) {
              runEngine(scratch.fresh(), glosses, lucene, stored);
            }
          }
        }
      }
    }
  }

  private static double rate(List<String> texts, long start) {
    return texts.size() * 1e9 / (System.nanoTime() - start);
  }

  private void run(List<String> glosses, SutraTexts sutra, LuceneTexts lucene) throws Exception {
    Questions questions = new Questions(glosses, SEED);
    int count = settings.sized(QUERIES);
    Index index = question -> sutra.search(question, LIMIT);
    measure("1 term", questions.ofWords(1, false, count), index, lucene);
    measure("2 terms OR", questions.ofWords(2, false, count), index, lucene);
    measure("4 terms OR", questions.ofWords(4, false, count), index, lucene);
    measure("2 terms AND", questions.pairs(count), index, lucene);
    measure("whole gloss OR", questions.ofTexts(count), index, lucene);
    measure("phrase of 2 words", questions.phrases(count), index, lucene);
  }

  /** The engine gives ids and texts; once beside Lucene's numbers alone, once beside the same. */
  private void runEngine(
      Path directory, List<String> glosses, LuceneTexts lucene, LuceneTexts stored)
      throws Exception {
    Questions questions = new Questions(glosses, SEED);
    int count = settings.sized(QUERIES);
    List<TextQuestion> one = questions.ofWords(1, false, count);
    List<TextQuestion> four = questions.ofWords(4, false, count);
    List<TextQuestion> whole = questions.ofTexts(count);
    try (EngineTexts engine = new EngineTexts(directory, glosses)) {
      Index index = question -> engine.search(question, LIMIT);
      measure(ENGINE + ", 1 term", one, index, lucene);
      measure(ENGINE + ", 4 terms OR", four, index, lucene);
      measure(ENGINE + ", whole gloss OR", whole, index, lucene);
      measure(ENGINE + ", texts from both, 1 term", one, index, stored);
      measure(ENGINE + ", texts from both, 4 terms OR", four, index, stored);
      measure(ENGINE + ", texts from both, whole gloss OR", whole, index, stored);
      engine.overwriteEach(OVERWRITTEN_STEP);
      measure(ENGINE + ", 20 % dead, 1 term", one, index, lucene);
      measure(ENGINE + ", 20 % dead, 4 terms OR", four, index, lucene);
      measure(ENGINE + ", 20 % dead, whole gloss OR", whole, index, lucene);
    }
  }

  private void measure(String name, List<TextQuestion> questions, Index sutra, LuceneTexts lucene)
      throws Exception {
    if (!settings.wants(name)) {
      return;
    }
    Agreement agreement = new Agreement();
    for (TextQuestion question : questions) {
      agreement.add(sutra.search(question), lucene.search(question, LIMIT));
    }
    Rounds rounds =
        Rounds.run(
            settings.rounds(),
            () -> ask(questions, sutra),
            () -> ask(questions, question -> lucene.search(question, LIMIT)));
    report.addMean(name, rounds);
    report.addPercentiles(name, rounds);
    report.note("  " + name + ": " + agreement);
  }

  /** Answers a question. */
  @FunctionalInterface
  private interface Index {
    List<ScoredText> search(TextQuestion question) throws Exception;
  }

  private static Sample ask(List<TextQuestion> questions, Index index) throws Exception {
    Sample sample = new Sample();
    for (TextQuestion question : questions) {
      long start = System.nanoTime();
      List<ScoredText> answer = index.search(question);
      sample.add(start, 1);
      Sink.take(answer.size());
    }
    return sample;
  }
}
