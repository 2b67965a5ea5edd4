package dev.sutra.bench;

import dev.sutra.app.wordnet.Synset;
import dev.sutra.app.wordnet.WordNet;
import java.util.List;
import java.util.Locale;

/** The best ten of WordNet's glosses for a query, from its words to numbers and scores. */
final class TextBench {
  private static final int QUERIES = 5_000;
  private static final int LIMIT = 10;
  private static final long SEED = 5;

  private final Settings settings;
  private final Report report;

  TextBench(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void run() throws Exception {
    List<String> glosses = WordNet.load().synsets().stream().map(Synset::gloss).toList();
    try (Scratch scratch = new Scratch()) {
      try (SutraTexts sutra = new SutraTexts(scratch.fresh(), glosses);
          LuceneTexts lucene = new LuceneTexts(scratch.fresh(), glosses)) {
        report.note(
            String.format(
                Locale.ROOT,
                "%,d texts; index %.1f MiB in Sutra, %.1f MiB in Lucene",
                glosses.size(),
                sutra.bytes() / 1048576.0,
                lucene.bytes() / 1048576.0));
        Questions questions = new Questions(glosses, SEED);
        int count = settings.sized(QUERIES);
        measure("1 term", questions.ofWords(1, false, count), sutra, lucene);
        measure("2 terms OR", questions.ofWords(2, false, count), sutra, lucene);
        measure("4 terms OR", questions.ofWords(4, false, count), sutra, lucene);
        measure("2 terms AND", questions.pairs(count), sutra, lucene);
        measure("whole gloss OR", questions.ofTexts(count), sutra, lucene);
      }
    }
  }

  private void measure(
      String name, List<TextQuestion> questions, SutraTexts sutra, LuceneTexts lucene)
      throws Exception {
    Agreement agreement = new Agreement();
    for (TextQuestion question : questions) {
      agreement.add(sutra.search(question, LIMIT), lucene.search(question, LIMIT));
    }
    Rounds rounds =
        Rounds.run(
            settings.rounds(),
            () -> ask(questions, question -> sutra.search(question, LIMIT)),
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
