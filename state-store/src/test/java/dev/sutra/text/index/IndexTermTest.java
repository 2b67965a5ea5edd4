package dev.sutra.text.index;

import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.record.LiveDocuments;
import dev.sutra.record.Liveness;
import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TermEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IndexTermTest {
  private final TextAnalyzer analyzer = TextAnalyzer.named("standard");

  @Test
  void everySnapshotCountsItsOwnDead() throws Exception {
    for (long seed = 0; seed < 6; seed++) {
      Random random = random("everySnapshotCountsItsOwnDead", seed);
      List<String> texts = TextFixtures.texts(random, 4000, 12, 300);
      TextIndex index = TextFixtures.index(analyzer, texts);
      Liveness liveness = new Liveness();
      List<Integer> doomed = new ArrayList<>();
      for (int document = 0; document < texts.size(); document++) {
        doomed.add(document);
      }
      Collections.shuffle(doomed, random);
      // As after a compaction, which brings deaths along in the order of documents.
      for (int document : doomed.subList(0, 50)) {
        liveness.kill(document, 1 + random.nextInt(3));
      }
      long sequence = 3;
      for (int killed = 50; killed < 3000; ) {
        int more = random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(4);
        for (int i = 0; i < more; i++) {
          liveness.kill(doomed.get(killed++), ++sequence);
        }
        for (int i = 0; i < 4; i++) {
          long asked = random.nextBoolean() ? sequence : 1 + random.nextLong(sequence);
          byte[] term = TextFixtures.word(random.nextInt(8)).getBytes(StandardCharsets.UTF_8);
          assertEquals(
              walk(index, term, liveness, asked),
              found(index, term).documentFrequency(at(liveness, asked)));
        }
      }
    }
  }

  private static TermEntry found(TextIndex index, byte[] term) {
    return Objects.requireNonNull(index.find(new String(term, StandardCharsets.UTF_8)));
  }

  private static int walk(TextIndex index, byte[] term, Liveness liveness, long sequence) {
    Postings postings = TextFixtures.postings(index, term);
    int live = 0;
    int document = postings == null ? Postings.NO_MORE : postings.advance(0);
    while (postings != null && document != Postings.NO_MORE) {
      live += liveness.isDead(document, sequence) ? 0 : 1;
      document = postings.advance(document + 1);
    }
    return live;
  }

  private static LiveDocuments at(Liveness liveness, long sequence) {
    return new LiveDocuments() {
      @Override
      public boolean isLive(int document) {
        return !liveness.isDead(document, sequence);
      }

      @Override
      public boolean allLive() {
        return liveness.deaths() == 0;
      }

      @Override
      public Liveness liveness() {
        return liveness;
      }

      @Override
      public long sequence() {
        return sequence;
      }
    };
  }
}
