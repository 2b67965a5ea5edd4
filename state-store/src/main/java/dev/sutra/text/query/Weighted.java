package dev.sutra.text.query;

import dev.sutra.text.highlight.WantedWords;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.SearchScratch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a query with its weights, which are the same in all sources. Not thread-safe. */
interface Weighted {
  /** Tells what a part of a query adds to the scores of the documents of one source. */
  interface Explained {
    /**
     * Adds the parts of the score of a document, if it matches.
     *
     * @param document not less than in the call before
     * @return whether it matches
     */
    boolean add(int document, List<ScorePart> parts);
  }

  /** Upper bound of the scores, before {@link #scale}. */
  double weight();

  /** Multiplies the weights; must precede {@link #open}. */
  void scale(double factor);

  /** Names the words that matches contain. */
  void addWords(WantedWords words);

  /** Explains the scores of documents of a source. */
  Explained explained(SourceView view, SearchScratch scratch);

  /** A cursor over the matches in a source; null if there are none. */
  @Nullable ClauseCursor open(SourceView view, SearchScratch scratch);
}
