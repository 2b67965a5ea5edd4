package dev.sutra.text.query;

import dev.sutra.text.analysis.WordTerms;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TermEntry;
import dev.sutra.text.score.TermIterator;
import dev.sutra.text.score.TextSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/** Finds the documents of a source that match a prefix, live or not. */
final class PrefixDocuments {
  private final TextSource source;
  private final TextQuery.Prefix prefix;
  private final BitSet found = new BitSet();

  private PrefixDocuments(TextSource source, TextQuery.Prefix prefix) {
    this.source = source;
    this.prefix = prefix;
  }

  /** The matching documents as bits. Reads the postings of all words with the prefix. */
  static BitSet find(TextSource source, TextQuery.Prefix prefix) {
    PrefixDocuments documents = new PrefixDocuments(source, prefix);
    if (prefix.words().size() == 1) {
      documents.forEachLast(postings -> postings.addDocuments(documents.found));
    } else {
      documents.addBehindOthers();
    }
    return documents.found;
  }

  /** Adds the documents in which the last word follows the others, which are whole. */
  private void addBehindOthers() {
    List<String> words = prefix.words();
    int last = words.size() - 1;
    WordPositions places = new WordPositions(postings(words.getFirst()));
    for (int i = 1; i < last; i++) {
      BitSet followed = new BitSet();
      for (Postings postings : postings(words.get(i))) {
        places.findFollowed(postings, i, followed);
      }
      places.keep(followed);
    }
    BitSet followed = new BitSet();
    forEachLast(postings -> places.findFollowed(postings, last, followed));
    places.keep(followed);
    places.addDocuments(found);
  }

  private void forEachLast(Consumer<Postings> action) {
    String last = prefix.words().getLast();
    TermIterator terms = source.terms(WordTerms.prefix(last + prefix.rest()));
    while (terms.next()) {
      action.accept(terms.postings());
    }
    if (!prefix.rest().isEmpty()) {
      postings(last).forEach(action);
    }
  }

  /** Postings of a word, including those of other words of which it is the stem. */
  private List<Postings> postings(String word) {
    List<Postings> found = new ArrayList<>(2);
    addPostings(WordTerms.stem(word), found);
    addPostings(WordTerms.marked(word), found);
    return found;
  }

  private void addPostings(String term, List<Postings> found) {
    TermEntry entry = source.find(term);
    if (entry != null) {
      found.add(entry.postings());
    }
  }
}
