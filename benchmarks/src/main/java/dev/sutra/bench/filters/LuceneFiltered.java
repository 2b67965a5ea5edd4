package dev.sutra.bench.filters;

import dev.sutra.bench.report.Sink;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/** The same concepts in Lucene: one segment, mapped; BM25; no query cache; one thread. */
final class LuceneFiltered implements AutoCloseable {
  private static final String TEXT = "text";
  private static final String ID = "id";
  private static final double BUFFER_MIB = 512;

  private final Analyzer analyzer = new EnglishAnalyzer();
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  LuceneFiltered(Path path, List<Concept> concepts) throws IOException {
    directory = new MMapDirectory(path);
    IndexWriterConfig config =
        new IndexWriterConfig(analyzer)
            .setSimilarity(new BM25Similarity())
            .setRAMBufferSizeMB(BUFFER_MIB)
            .setUseCompoundFile(false);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (Concept concept : concepts) {
        Document document = new Document();
        document.add(new TextField(TEXT, String.valueOf(concept.text()), Field.Store.YES));
        document.add(new StoredField(ID, concept.id()));
        for (Map.Entry<String, Object> attribute : concept.attributes().entrySet()) {
          String name = attribute.getKey();
          if (attribute.getValue() instanceof Long number) {
            document.add(new LongPoint(name + "#", number));
          }
          String value = attribute.getValue().toString();
          document.add(new StringField(name, value, Field.Store.NO));
        }
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity());
    searcher.setQueryCache(null);
  }

  static Query equal(String name, Object value) {
    return new TermQuery(new Term(name, value.toString()));
  }

  static Query below(String name, long bound) {
    return LongPoint.newRangeQuery(name + "#", Long.MIN_VALUE, bound - 1);
  }

  /** Returns how many hits there are, after their texts have been read. */
  int search(String words, Query filter, int limit) throws IOException {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    try (TokenStream stream = analyzer.tokenStream(TEXT, words)) {
      CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        any.add(new TermQuery(new Term(TEXT, term.toString())), BooleanClause.Occur.SHOULD);
      }
      stream.end();
    }
    Query query =
        new BooleanQuery.Builder()
            .add(any.build(), BooleanClause.Occur.MUST)
            .add(filter, BooleanClause.Occur.FILTER)
            .build();
    ScoreDoc[] hits = searcher.search(query, limit).scoreDocs;
    StoredFields fields = searcher.storedFields();
    for (ScoreDoc hit : hits) {
      Document document = fields.document(hit.doc);
      Sink.take(document.get(TEXT).length() + document.get(ID).length());
    }
    return hits.length;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
    analyzer.close();
  }
}
