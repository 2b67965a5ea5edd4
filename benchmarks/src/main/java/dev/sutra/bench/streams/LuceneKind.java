package dev.sutra.bench.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;

/**
 * RocksDB and, written by the same processor, an index of Lucene over texts and vectors. Lucene
 * commits each second. After a restore the index is built again from the rows, since it has no
 * changelog.
 */
final class LuceneKind implements StoreKind {
  private static final String ID = "id";
  private static final String TEXT = "text";
  private static final double BUFFER_MIB = 64;

  private final Path directory;
  private final RocksKind rows = new RocksKind(false);
  private volatile @Nullable SearcherManager searchers;

  LuceneKind(Path directory) {
    this.directory = directory;
  }

  @Override
  public String label() {
    return "RocksDB + Lucene";
  }

  @Override
  public List<StoreBuilder<?>> builders(int count) {
    return rows.builders(count);
  }

  @Override
  public EventWriter open(ProcessorContext<byte[], byte[]> context, int count) {
    EventWriter rowWriter = rows.open(context, count);
    try {
      IndexWriter index =
          new IndexWriter(
              new MMapDirectory(directory),
              new IndexWriterConfig(new EnglishAnalyzer()).setRAMBufferSizeMB(BUFFER_MIB));
      if (index.getDocStats().numDocs == 0) {
        rebuild(index, context.getStateStore(STORE));
      }
      searchers = new SearcherManager(index, null);
      Cancellable commits =
          context.schedule(
              Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, time -> commit(index));
      return new EventWriter() {
        @Override
        public void put(byte[] key, byte[] value, long time) {
          rowWriter.put(key, value, time);
          try {
            add(index, key, value);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        @Override
        public void close() {
          commits.cancel();
          rowWriter.close();
          try {
            index.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void rebuild(IndexWriter index, KeyValueStore<byte[], byte[]> store)
      throws IOException {
    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<byte[], byte[]> row = all.next();
        add(index, row.key, row.value);
      }
    }
    index.commit();
  }

  private static void add(IndexWriter index, byte[] key, byte[] value) throws IOException {
    Event event = Event.decode(value);
    String id = new String(key, UTF_8);
    Document document = new Document();
    document.add(new StringField(ID, id, Field.Store.YES));
    if (!event.text().isEmpty()) {
      document.add(new TextField(TEXT, event.text(), Field.Store.NO));
    }
    if (event.vector().length > 0) {
      document.add(
          new KnnFloatVectorField("vector", event.vector(), VectorSimilarityFunction.COSINE));
    }
    index.updateDocument(new Term(ID, id), document);
  }

  private static void commit(IndexWriter index) {
    try {
      index.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean has(KafkaStreams streams, String key) {
    return rows.has(streams, key);
  }

  @Override
  public void check(KafkaStreams streams, int keys) {
    rows.check(streams, keys);
    int documents = search(searcher -> searcher.getIndexReader().numDocs());
    if (documents != keys) {
      throw new IllegalStateException(documents + " documents instead of " + keys);
    }
  }

  /** Refreshes first, so that it sees what was written. */
  @Override
  public boolean finds(KafkaStreams streams, String word, String key) {
    return search(
        searcher -> {
          ScoreDoc[] hits = searcher.search(new TermQuery(new Term(TEXT, word)), 1).scoreDocs;
          return hits.length > 0
              && key.equals(searcher.storedFields().document(hits[0].doc).get(ID));
        });
  }

  /** Asks a refreshed searcher. */
  @FunctionalInterface
  private interface Question<R> {
    R ask(IndexSearcher searcher) throws IOException;
  }

  private <R> R search(Question<R> question) {
    SearcherManager manager = searchers;
    if (manager == null) {
      throw new IllegalStateException("the index is not open");
    }
    try {
      manager.maybeRefreshBlocking();
      IndexSearcher searcher = manager.acquire();
      try {
        return question.ask(searcher);
      } finally {
        manager.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
