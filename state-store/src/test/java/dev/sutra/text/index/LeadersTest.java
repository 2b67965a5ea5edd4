package dev.sutra.text.index;

import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.query.CorpusStatistics;
import dev.sutra.text.query.QueryTree;
import dev.sutra.text.query.SourceView;
import dev.sutra.text.query.TextQuery;
import dev.sutra.text.query.TextQueryParser;
import dev.sutra.text.query.TextSearcher;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.Factors;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TextHit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeadersTest {
  private static final int DOCUMENTS = 700;

  private final TextAnalyzer analyzer = TextAnalyzer.named("standard");

  @Test
  void leadersScoreMostAtTheAverageAndTheOthersAreBounded() throws Exception {
    for (long seed = 0; seed < 10; seed++) {
      Random random = random("leadersScoreMostAtTheAverageAndTheOthersAreBounded", seed);
      TextIndex index = index(random, 1 + random.nextInt(40));
      LeaderList leaders = red(index).leaders();
      List<Integer> best = best(index, index.layout().averageLength());
      for (int i = 0; i < TextFormat.LEADERS; i++) {
        assertEquals(best.get(i), leaders.document(i), "place " + i);
        assertEquals(index.lengthOf(best.get(i)), Impacts.length(leaders.pair(i)));
      }
      for (int average : new int[] {1, 7, 40, 900}) {
        Bm25 bm25 = new Bm25(average);
        double bound = leaders.othersFactor(bm25);
        for (int document : best.subList(TextFormat.LEADERS, best.size())) {
          assertTrue(factor(index, document, average) <= bound, "document " + document);
        }
      }
    }
  }

  @Test
  void bestOfOneTermAreExactAtAnyAverageAndWithAnyDead() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      Random random = random("bestOfOneTermAreExactAtAnyAverageAndWithAnyDead", seed);
      // Few different pairs, so that most scores are tied.
      TextIndex index = index(random, 1 + random.nextInt(4));
      for (int round = 0; round < 20; round++) {
        int average = 1 + random.nextInt(random.nextBoolean() ? 12 : 300);
        double dead = round % 3 == 0 ? 0 : random.nextDouble();
        BitSet live = new BitSet();
        IntStream.range(0, DOCUMENTS).filter(i -> random.nextDouble() >= dead).forEach(live::set);
        int limit = 1 + random.nextInt(25);
        assertEquals(
            best(index, average).stream().filter(live::get).limit(limit).toList(),
            search(index, average, live, limit),
            "average " + average);
      }
    }
  }

  private List<Integer> search(TextIndex index, int average, BitSet live, int limit) {
    QueryTree query = QueryTree.of(TextQueryParser.parse("red", analyzer, TextQuery.Mode.OR));
    List<SourceView> views = List.of(new SourceView(index, TextFixtures.live(live, DOCUMENTS)));
    CorpusStatistics statistics =
        new CorpusStatistics(DOCUMENTS, (long) average * DOCUMENTS, Map.of("red", 600L));
    return TextSearcher.search(views, query, statistics, (a, b, c, d) -> b - d, limit).stream()
        .map(TextHit::document)
        .toList();
  }

  /** The documents that hold the term, the best first. */
  private static List<Integer> best(TextIndex index, double average) {
    List<Integer> documents = new ArrayList<>();
    IndexPostings postings = red(index);
    int document = postings.advance(0);
    while (document != Postings.NO_MORE) {
      documents.add(document);
      document = postings.advance(document + 1);
    }
    documents.sort(
        Comparator.<Integer>comparingDouble(each -> -factor(index, each, average))
            .thenComparing(each -> each));
    return documents;
  }

  private static double factor(TextIndex index, int document, double average) {
    IndexPostings postings = red(index);
    postings.advance(document);
    return Factors.compute(postings.frequency(), index.lengthOf(document), average);
  }

  private static IndexPostings red(TextIndex index) {
    byte[] term = "red".getBytes(StandardCharsets.UTF_8);
    IndexPostings postings = (IndexPostings) TextFixtures.postings(index, term);
    assertNotNull(postings);
    return postings;
  }

  private TextIndex index(Random random, int frequencies) throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      int frequency = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(frequencies);
      int others = random.nextInt(2 + 4 * frequency);
      texts.add("red ".repeat(frequency) + "fish ".repeat(others));
    }
    return TextFixtures.index(analyzer, texts);
  }
}
