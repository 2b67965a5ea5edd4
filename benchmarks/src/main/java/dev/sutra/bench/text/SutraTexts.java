package dev.sutra.bench.text;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.SectionedFileWriter;
import dev.sutra.record.DocumentOrder;
import dev.sutra.record.LiveDocuments;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.text.index.TextIndex;
import dev.sutra.text.query.CorpusStatistics;
import dev.sutra.text.query.QueryTree;
import dev.sutra.text.query.QueryTreeBuilder;
import dev.sutra.text.query.SourceView;
import dev.sutra.text.query.TextQuery;
import dev.sutra.text.query.TextQueryParser;
import dev.sutra.text.query.TextSearcher;
import dev.sutra.text.score.TextHit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Sutra's inverted index in one segment, searched as the engine does, without the engine. */
final class SutraTexts implements AutoCloseable {
  private static final String FILE = "texts";
  private static final int KIND = 1;
  private static final LiveDocuments ALL_LIVE =
      new LiveDocuments() {
        @Override
        public boolean isLive(int document) {
          return true;
        }

        @Override
        public boolean allLive() {
          return true;
        }
      };
  private static final DocumentOrder ORDER =
      (sourceA, documentA, sourceB, documentB) -> Integer.compare(documentA, documentB);

  private final TextAnalyzer analyzer;
  private final FileSystemStorage storage;
  private final SectionedFile file;
  private final TextIndex index;

  public SutraTexts(Path directory, List<String> texts, TextAnalyzer analyzer) throws IOException {
    this.analyzer = analyzer;
    storage = FileSystemStorage.open(directory);
    TextBuffer buffer = new TextBuffer(analyzer);
    for (int i = 0; i < texts.size(); i++) {
      buffer.add(i, texts.get(i));
    }
    try (SectionedFileWriter writer = SectionedFileWriter.create(storage, FILE)) {
      int[] ordinals = IntStream.range(0, texts.size()).toArray();
      buffer.writeTo(writer.begin(KIND), ordinals, ordinals.length);
      writer.finish();
    }
    file = SectionedFile.open(storage, FILE);
    index = TextIndex.open(file.requiredSection(KIND));
  }

  public TextAnalyzer analyzer() {
    return analyzer;
  }

  public List<ScoredText> search(TextQuestion question, int limit) {
    List<SourceView> views = List.of(new SourceView(index, ALL_LIVE));
    QueryTree query = parse(question);
    List<ScoredText> found = new ArrayList<>(limit);
    for (TextHit hit : TextSearcher.search(views, query, statistics(query, views), ORDER, limit)) {
      found.add(new ScoredText(hit.document(), hit.score()));
    }
    return found;
  }

  /** All hits. */
  public BitSet matches(TextQuestion question) {
    SourceView view = new SourceView(index, ALL_LIVE);
    QueryTree query = parse(question);
    return TextSearcher.matches(view, query, statistics(query, List.of(view)));
  }

  private QueryTree parse(TextQuestion question) {
    if (question.isPrefix() || question.edits() > 0) {
      return QueryTreeBuilder.parse(question.words(), analyzer, false);
    }
    TextQuery.Mode mode = question.all() ? TextQuery.Mode.AND : TextQuery.Mode.OR;
    return QueryTree.of(TextQueryParser.parse(question.words(), analyzer, mode));
  }

  private CorpusStatistics statistics(QueryTree query, List<SourceView> views) {
    return CorpusStatistics.gather(
        query, views, analyzer, index.totals().texts(), index.totals().tokens());
  }

  /** Bytes of the file. */
  public long bytes() {
    return file.length();
  }

  @Override
  public void close() throws IOException {
    file.close();
    storage.close();
  }
}
