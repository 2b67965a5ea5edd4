package dev.sutra.bench.text;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Rounds;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.report.Sink;
import dev.sutra.bench.text.LuceneWords.Question;
import dev.sutra.text.analysis.TextAnalyzer;
import java.util.List;

/**
 * Prefixes and fuzzy words, which stand for several words of the dictionary. All hits of both are
 * compared as sets; the best ten are timed.
 */
final class WordBench {
  private static final int QUERIES = 2_000;
  private static final int LIMIT = 10;
  private static final long SEED = 7;
  private static final String PLAIN = "standard";
  private static final String PREFIX = "prefix of 3 to 5 letters";
  private static final String FUZZY = "fuzzy ~";
  private static final String NOT_STEMMED = ", not stemmed";
  private static final int EDITS_MAX = 2;

  private final Settings settings;
  private final Report report;
  private final List<String> texts;

  WordBench(Settings settings, Report report, List<String> texts) {
    this.settings = settings;
    this.report = report;
    this.texts = texts;
  }

  /** Measures the wanted cases, on an index of stems that there is and on one without. */
  void run(Scratch scratch, SutraTexts english) throws Exception {
    if (!wantsAny()) {
      return;
    }
    TextAnalyzer plainAnalyzer = TextAnalyzer.named(PLAIN);
    try (SutraTexts plain = new SutraTexts(scratch.fresh(), texts, plainAnalyzer);
        LuceneWords lucene =
            new LuceneWords(scratch.fresh(), texts, english.analyzer(), plainAnalyzer)) {
      Questions questions = new Questions(texts, SEED);
      int count = settings.sized(QUERIES);
      List<TextQuestion> prefixes = questions.prefixes(count);
      measure(PREFIX, prefixes, english, lucene, Question.PREFIX);
      measure(PREFIX + ", scored", prefixes, english, lucene, Question.SCORED_PREFIX);
      for (int edits = 1; edits <= EDITS_MAX; edits++) {
        String name = FUZZY + edits;
        List<TextQuestion> fuzzy = questions.fuzzy(edits, count);
        measure(name, fuzzy, english, lucene, Question.FUZZY);
        measure(name + NOT_STEMMED, fuzzy, plain, lucene, Question.FUZZY_PLAIN);
      }
    }
  }

  private boolean wantsAny() {
    boolean wanted = settings.wants(PREFIX) || settings.wants(PREFIX + ", scored");
    for (int edits = 1; edits <= EDITS_MAX; edits++) {
      wanted |= settings.wants(FUZZY + edits) || settings.wants(FUZZY + edits + NOT_STEMMED);
    }
    return wanted;
  }

  private void measure(
      String name,
      List<TextQuestion> questions,
      SutraTexts sutra,
      LuceneWords lucene,
      Question kind)
      throws Exception {
    if (!settings.wants(name)) {
      return;
    }
    SameSets sets = new SameSets();
    Agreement agreement = new Agreement();
    for (TextQuestion question : questions) {
      sets.add(sutra.matches(question), lucene.matches(kind, question));
      agreement.add(sutra.search(question, LIMIT), lucene.search(kind, question, LIMIT));
    }
    Rounds rounds =
        Rounds.run(
            settings.rounds(),
            () -> ask(questions, question -> sutra.search(question, LIMIT)),
            () -> ask(questions, question -> lucene.search(kind, question, LIMIT)));
    report.addMean(name, rounds);
    report.addPercentiles(name, rounds);
    report.note("  " + name + ": " + sets);
    if (kind == Question.FUZZY_PLAIN) {
      report.note("  " + name + ", best ten: " + agreement);
    }
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
