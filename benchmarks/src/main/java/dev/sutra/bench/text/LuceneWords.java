package dev.sutra.bench.text;

import dev.sutra.text.analysis.TextAnalyzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * The words of texts in Lucene, for prefixes and fuzzy words: one segment, mapped; BM25; no query
 * cache; one thread. Each field holds what Sutra's analyzer made of the texts, so that both look
 * into dictionaries of the same words.
 */
final class LuceneWords implements AutoCloseable {
  /** What a query is about, and how it is scored. */
  enum Question {
    /** Prefixes of the terms of Sutra's dictionary, stems and words; every hit scores 1. */
    PREFIX("forms"),
    /** The same; the scores of all terms with the prefix are summed. */
    SCORED_PREFIX("forms"),
    /** Words near those that are spelled in texts, without stop words. */
    FUZZY("words"),
    /** Words near those of a text that is not stemmed and has no stop words. */
    FUZZY_PLAIN("plain");

    private final String field;

    Question(String field) {
      this.field = field;
    }
  }

  // As many words as Sutra searches for a fuzzy one.
  private static final int EXPANSIONS_MAX = 64;
  private static final int CLAUSES_MAX = 1 << 20;
  private static final double BUFFER_MIB = 512;

  private final Analyzer analyzer = new WhitespaceAnalyzer();
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  LuceneWords(Path path, List<String> texts, TextAnalyzer english, TextAnalyzer plain)
      throws IOException {
    // A prefix may stand for more terms than Lucene allows by default.
    IndexSearcher.setMaxClauseCount(CLAUSES_MAX);
    directory = new MMapDirectory(path);
    IndexWriterConfig config =
        new IndexWriterConfig(analyzer)
            .setSimilarity(new BM25Similarity())
            .setRAMBufferSizeMB(BUFFER_MIB)
            .setUseCompoundFile(false);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (String text : texts) {
        Document document = new Document();
        add(document, Question.PREFIX, terms(english, text));
        add(document, Question.FUZZY, words(english, text));
        add(document, Question.FUZZY_PLAIN, terms(plain, text));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    reader = DirectoryReader.open(directory);
    if (reader.leaves().size() != 1) {
      throw new IllegalStateException("Lucene's index has several segments");
    }
    searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity());
    searcher.setQueryCache(null);
  }

  private static void add(Document document, Question question, List<String> terms) {
    document.add(new TextField(question.field, String.join(" ", terms), Field.Store.NO));
  }

  /** The terms that Sutra indexes: stems, and words that are not their own. */
  private static List<String> terms(TextAnalyzer analyzer, String text) {
    List<String> terms = new ArrayList<>();
    int unused =
        analyzer.index(
            text,
            (bytes, offset, length, position) ->
                terms.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
    return terms;
  }

  /** The words as they are spelled, in lower case, for which something is searched. */
  private static List<String> words(TextAnalyzer analyzer, String text) {
    List<String> words = new ArrayList<>();
    analyzer.wordPlaces(
        text,
        (word, from, to) -> {
          if (analyzer.term(word) != null) {
            words.add(word);
          }
        });
    return words;
  }

  List<ScoredText> search(Question kind, TextQuestion question, int limit) throws IOException {
    List<ScoredText> found = new ArrayList<>(limit);
    for (ScoreDoc hit : searcher.search(query(kind, question), limit).scoreDocs) {
      found.add(new ScoredText(hit.doc, hit.score));
    }
    return found;
  }

  /** All hits. */
  BitSet matches(Question kind, TextQuestion question) throws IOException {
    Query query = query(kind, question);
    BitSet found = new BitSet();
    int count = searcher.count(query);
    if (count > 0) {
      for (ScoreDoc hit : searcher.search(query, count).scoreDocs) {
        found.set(hit.doc);
      }
    }
    return found;
  }

  private static Query query(Question kind, TextQuestion question) {
    Term term = new Term(kind.field, question.word());
    return switch (kind) {
      case PREFIX -> new PrefixQuery(term);
      case SCORED_PREFIX -> new PrefixQuery(term, MultiTermQuery.SCORING_BOOLEAN_REWRITE);
      case FUZZY, FUZZY_PLAIN ->
          new FuzzyQuery(term, question.edits(), 0, EXPANSIONS_MAX, /* transpositions= */ true);
    };
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
    analyzer.close();
  }
}
