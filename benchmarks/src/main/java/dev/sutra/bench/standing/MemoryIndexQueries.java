package dev.sutra.bench.standing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.memory.MemoryIndex;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.QueryBuilder;

/** Each query is tried on Lucene's {@link MemoryIndex} of the event. */
final class MemoryIndexQueries implements Matcher<String>, AutoCloseable {
  private static final String FIELD = "text";

  private final Analyzer analyzer = new EnglishAnalyzer();
  private final MemoryIndex index = new MemoryIndex();
  private final List<Query> queries = new ArrayList<>();

  MemoryIndexQueries(List<WordQuery> queries) throws IOException {
    for (WordQuery query : queries) {
      this.queries.add(parsed(query));
    }
  }

  private Query parsed(WordQuery query) throws IOException {
    if (query.kind() == WordQuery.Kind.PHRASE) {
      return new QueryBuilder(analyzer).createPhraseQuery(FIELD, String.join(" ", query.words()));
    }
    BooleanQuery.Builder parts = new BooleanQuery.Builder();
    try (TokenStream stream = analyzer.tokenStream(FIELD, String.join(" ", query.words()))) {
      CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        parts.add(
            new TermQuery(new Term(FIELD, term.toString())),
            query.kind() == WordQuery.Kind.ALL
                ? BooleanClause.Occur.MUST
                : BooleanClause.Occur.SHOULD);
      }
      stream.end();
    }
    return parts.build();
  }

  @Override
  public Set<Integer> match(String event) throws IOException {
    index.reset();
    index.addField(FIELD, event, analyzer);
    IndexSearcher searcher = index.createSearcher();
    searcher.setQueryCache(null);
    Set<Integer> found = new HashSet<>();
    for (int i = 0; i < queries.size(); i++) {
      if (searcher.count(queries.get(i)) > 0) {
        found.add(i);
      }
    }
    return found;
  }

  @Override
  public void close() {
    analyzer.close();
  }
}
