package dev.sutra.bench.text;

import dev.sutra.bench.report.Sink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;

/** The same texts in Lucene: one segment, mapped; BM25; no query cache; one thread. */
public final class LuceneTexts implements AutoCloseable {
  private static final String FIELD = "text";
  private static final String ID = "id";
  private static final double BUFFER_MIB = 512;

  private final Analyzer analyzer = new EnglishAnalyzer();
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final boolean stored;

  /**
   * Indexes texts, which are numbered.
   *
   * @param stored whether ids and texts are kept beside the index, and read for each hit
   */
  public LuceneTexts(Path path, List<String> texts, boolean stored) throws IOException {
    this.stored = stored;
    directory = new MMapDirectory(path);
    IndexWriterConfig config =
        new IndexWriterConfig(analyzer)
            .setSimilarity(new BM25Similarity())
            // Written at once, so that documents keep their numbers.
            .setRAMBufferSizeMB(BUFFER_MIB)
            .setUseCompoundFile(false);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < texts.size(); i++) {
        Document document = new Document();
        document.add(new TextField(FIELD, texts.get(i), stored ? Field.Store.YES : Field.Store.NO));
        if (stored) {
          document.add(new StoredField(ID, EngineTexts.id(i)));
        }
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

  public static String version() {
    return "Lucene " + Version.LATEST;
  }

  public List<ScoredText> search(TextQuestion question, int limit) throws IOException {
    List<ScoredText> found = new ArrayList<>(limit);
    TopDocs hits = searcher.search(parse(question), limit);
    StoredFields fields = stored ? searcher.storedFields() : null;
    for (ScoreDoc hit : hits.scoreDocs) {
      int number = hit.doc;
      if (fields != null) {
        Document document = fields.document(hit.doc);
        Sink.take(document.get(FIELD).length());
        number = Integer.parseInt(document.get(ID));
      }
      found.add(new ScoredText(number, hit.score));
    }
    return found;
  }

  /** As Sutra reads a query: each different term once. */
  private Query parse(TextQuestion question) throws IOException {
    Set<BytesRef> terms = new LinkedHashSet<>();
    try (TokenStream stream = analyzer.tokenStream(FIELD, question.words())) {
      TermToBytesRefAttribute term = stream.getAttribute(TermToBytesRefAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        terms.add(BytesRef.deepCopyOf(term.getBytesRef()));
      }
      stream.end();
    }
    if (question.isPhrase()) {
      return new PhraseQuery(FIELD, terms.toArray(BytesRef[]::new));
    }
    if (terms.size() == 1) {
      return new TermQuery(new Term(FIELD, terms.iterator().next()));
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (BytesRef term : terms) {
      query.add(
          new TermQuery(new Term(FIELD, term)),
          question.all() ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD);
    }
    return query.build();
  }

  /** Bytes of all files. */
  public long bytes() throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += directory.fileLength(file);
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
    analyzer.close();
  }
}
