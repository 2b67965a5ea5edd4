package dev.sutra.bench.standing;

import dev.sutra.app.wordnet.Synset;
import dev.sutra.app.wordnet.WordNet;
import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Rounds;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.report.Sink;
import dev.sutra.bench.vectors.WordNetVectors;
import dev.sutra.record.Concept;
import dev.sutra.standing.QueryIndex;
import dev.sutra.standing.QueryMatch;
import dev.sutra.standing.StandingQuery;
import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.standing.StandingQuery.Text;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** The registered queries that a gloss of WordNet, or its vector, matches. */
public final class StandingBench {
  private static final int QUERIES = 10_000;
  private static final int EVENTS = 2_000;
  // Trying each query takes milliseconds.
  private static final int PEER_STEP = 20;
  private static final int DIMENSION = 384;
  private static final long SEED = 13;
  private static final float[] MIN_SCORES = {0.85f, 0.7f, 0.5f};

  private final Settings settings;
  private final Report report;
  private final int queries;
  private final int events;

  public StandingBench(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
    // The number of queries is what it is about.
    this.queries = QUERIES;
    this.events = settings.sized(EVENTS);
  }

  /**
   * Runs all cases.
   *
   * @param data where the vectors are kept
   */
  public void run(Path data) throws Exception {
    List<String> glosses = new ArrayList<>();
    for (Synset synset : WordNet.load().synsets()) {
      glosses.add(synset.gloss());
    }
    Collections.shuffle(glosses, new Random(SEED));
    for (WordQuery.Kind kind : WordQuery.Kind.values()) {
      if (settings.wants(kind.title)) {
        texts(kind, glosses);
      }
    }
    if (settings.wants("vector")) {
      List<float[]> vectors = WordNetVectors.load(data, queries + events, report);
      for (float minScore : MIN_SCORES) {
        vectors(minScore, vectors);
      }
    }
  }

  private void texts(WordQuery.Kind kind, List<String> glosses) throws Exception {
    Random random = new Random(SEED);
    QueryIndex index = index();
    List<WordQuery> registered = new ArrayList<>();
    while (registered.size() < queries) {
      WordQuery query = WordQuery.random(kind, glosses.subList(events, glosses.size()), random);
      try {
        index.put(
            Integer.toString(registered.size()),
            new StandingQuery(new Text(query.typed(), kind == WordQuery.Kind.ANY)));
        registered.add(query);
      } catch (IllegalArgumentException e) {
        // Stop words alone.
      }
    }
    List<String> texts = glosses.subList(0, events);
    try (MemoryIndexQueries peer = new MemoryIndexQueries(registered)) {
      measure(
          kind.title,
          "MemoryIndex",
          texts,
          text -> numbers(index.match(Concept.builder("event").text(text).build())),
          peer);
    }
  }

  private void vectors(float minScore, List<float[]> vectors) throws Exception {
    QueryIndex index = index();
    for (int i = 0; i < queries; i++) {
      index.put(Integer.toString(i), new StandingQuery(new Near(vectors.get(i), minScore)));
    }
    List<float[]> registered = vectors.subList(0, queries);
    measure(
        String.format(Locale.ROOT, "vector, min score %.2f", minScore),
        "scan",
        vectors.subList(queries, queries + events),
        vector -> numbers(index.match(Concept.builder("event").vector(vector).build())),
        vector -> {
          Set<Integer> found = new HashSet<>();
          for (int i = 0; i < registered.size(); i++) {
            if (Similarity.COSINE.score(registered.get(i), vector) >= minScore) {
              found.add(i);
            }
          }
          return found;
        });
  }

  private static QueryIndex index() {
    return new QueryIndex(TextAnalyzer.named("english"), DIMENSION, Similarity.COSINE);
  }

  private static Set<Integer> numbers(List<QueryMatch> matches) {
    Set<Integer> numbers = new HashSet<>();
    for (QueryMatch match : matches) {
      numbers.add(Integer.valueOf(match.queryId()));
    }
    return numbers;
  }

  private <E> void measure(
      String name, String peerName, List<E> all, Matcher<E> sutra, Matcher<E> peer)
      throws Exception {
    List<E> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += PEER_STEP) {
      some.add(all.get(i));
    }
    long matches = 0;
    int differing = 0;
    for (E event : some) {
      Set<Integer> found = sutra.match(event);
      matches += found.size();
      differing += found.equals(peer.match(event)) ? 0 : 1;
    }
    Rounds rounds = Rounds.run(settings.rounds(), () -> ask(all, sutra), () -> ask(some, peer));
    for (int percent : new int[] {50, 99}) {
      report.addLess(
          name,
          "p" + percent,
          "µs",
          rounds.sutra(sample -> sample.percentileMicros(percent)),
          peerName,
          rounds.peer(sample -> sample.percentileMicros(percent)));
    }
    report.note(
        String.format(
            Locale.ROOT,
            "  %s: %.2f matches an event; %d of %d events with other matches than %s",
            name,
            (double) matches / some.size(),
            differing,
            some.size(),
            peerName));
  }

  private static <E> Sample ask(List<E> events, Matcher<E> matcher) throws Exception {
    Sample sample = new Sample();
    for (E event : events) {
      long start = System.nanoTime();
      Set<Integer> found = matcher.match(event);
      sample.add(start, 1);
      Sink.take(found.size());
    }
    return sample;
  }
}
