package dev.sutra.text.query;

import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TermEntry;
import dev.sutra.text.score.TextSource;
import java.util.ArrayList;
import java.util.List;

/** Tells whether a source with a single document matches a clause, as a search of it would. */
public final class DocumentMatch {
  private static final Bm25 ANY_MODEL = new Bm25(1);

  private DocumentMatch() {}

  /**
   * Whether the document matches.
   *
   * @param source a source whose only document is 0
   */
  public static boolean matches(TextSource source, TextQuery.Clause clause) {
    return switch (clause) {
      case TextQuery.Term(String term) -> source.find(term) != null;
      case TextQuery.Phrase phrase -> matches(source, phrase);
      case TextQuery.Prefix prefix -> !PrefixDocuments.find(source, prefix).isEmpty();
    };
  }

  private static boolean matches(TextSource source, TextQuery.Phrase phrase) {
    List<Postings> postings = new ArrayList<>(phrase.terms().size());
    for (String term : phrase.terms()) {
      TermEntry entry = source.find(term);
      if (entry == null) {
        return false;
      }
      postings.add(entry.postings());
    }
    return new PhraseCursor(ANY_MODEL, 1, postings, phrase).advance(0) != Postings.NO_MORE;
  }
}
