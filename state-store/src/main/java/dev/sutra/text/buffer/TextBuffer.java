package dev.sutra.text.buffer;

import static dev.sutra.text.buffer.TermTable.MAX_FREQUENCY;
import static dev.sutra.text.buffer.TermTable.MIN_LENGTH;

import dev.sutra.io.SectionOutput;
import dev.sutra.record.LiveDocuments;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.index.TextIndexWriter;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.RunningTotals;
import dev.sutra.text.score.SearchScratch;
import dev.sutra.text.score.TermCursor;
import dev.sutra.text.score.TermEntry;
import dev.sutra.text.score.TermFilter;
import dev.sutra.text.score.TermIterator;
import dev.sutra.text.score.TextSource;
import dev.sutra.text.score.TextTotals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inverted index of a memtable: postings in memory, in order of arrival.
 *
 * <p>One thread adds documents; any number of concurrent readers need no lock. A reader that has
 * seen a document's number, through {@link #documents()} or a release by the engine, sees that
 * document and all earlier ones completely. It may also see documents newer than its snapshot,
 * which the snapshot's live documents exclude.
 *
 * <p>Each text is analyzed once: into terms, and into words for prefix search ({@link WordTerms}),
 * which its length does not count. An ASCII text is analyzed word by word where the analyzer allows
 * it ({@link AsciiTokens}). The postings of a term are a stream of bytes in a {@link SlicePool};
 * see {@link PostingWriter}.
 */
public final class TextBuffer extends TextSource {
  private final TextAnalyzer analyzer;
  private final SlicePool pool = new SlicePool();
  private final TermTable terms = new TermTable(pool);
  private final DocumentTokens tokens = new DocumentTokens(terms);
  private final AsciiTokens ascii;
  private final PostingWriter postingWriter = new PostingWriter(pool, terms);
  private final IntRecords lengths = new IntRecords(1);
  private final RunningTotals totals = new RunningTotals(lengths::get);
  private volatile int documents;

  public TextBuffer(TextAnalyzer analyzer) {
    this.analyzer = analyzer;
    this.ascii = new AsciiTokens(analyzer, terms, tokens);
  }

  /**
   * Adds a document. Writer thread only.
   *
   * @param document greater than all earlier ones; gaps are allowed
   * @return its length in terms; 0 if it has no words except stop words
   * @throws IllegalArgumentException if the number does not ascend
   */
  public int add(int document, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return add(document, utf8, 0, utf8.length);
  }

  /**
   * As {@link #add(int, String)}.
   *
   * @param utf8 contains the text, well-formed, in [from, to)
   */
  public int add(int document, byte[] utf8, int from, int to) {
    if (document < documents || document == Postings.NO_MORE) {
      throw new IllegalArgumentException(
          "document is " + document + "; at least " + documents + " is required");
    }
    tokens.clear();
    int length = ascii.add(utf8, from, to);
    if (length == AsciiTokens.NOT_ADDED) {
      tokens.clear();
      String text = new String(utf8, from, to - from, StandardCharsets.UTF_8);
      length = analyzer.index(text, this::addToken);
    }
    if (length > 0) {
      lengths.set(document, length);
    }
    postingWriter.write(document, length, tokens);
    documents = document + 1;
    return length;
  }

  @Override
  public int lengthOf(int document) {
    if (document < 0) {
      throw new IndexOutOfBoundsException("document is " + document);
    }
    return lengths.get(document);
  }

  @Override
  public int documents() {
    return documents;
  }

  /** Totals of the first {@code end} documents, live or not. */
  public TextTotals totals(int end) {
    return totals.upTo(end);
  }

  /** Whether any word has been added, including stop words. */
  public boolean hasTerms() {
    return terms.count() > 0;
  }

  /** Heap use, bytes. Writer thread only, or after the last write. */
  public long bytes() {
    return pool.bytes() + terms.bytes() + lengths.bytes() + tokens.bytes() + ascii.bytes();
  }

  /**
   * Writes the text index of a segment without analyzing again. No document may be added
   * concurrently.
   *
   * @param documentToOrdinal number of each document in the segment, or −1 to omit it; documents
   *     beyond the array are omitted
   * @param ordinals number of documents of the segment
   * @throws IllegalArgumentException if two documents get one number, or a number is too large
   */
  public void writeTo(SectionOutput out, int[] documentToOrdinal, int ordinals) throws IOException {
    write(List.of(this), List.of(documentToOrdinal), ordinals, out);
  }

  /**
   * As {@link #writeTo}, the index of the documents of several buffers.
   *
   * @param documentToOrdinal for each buffer; the numbers of a buffer are less than those of the
   *     next one
   */
  public static void write(
      List<TextBuffer> buffers, List<int[]> documentToOrdinal, int ordinals, SectionOutput out)
      throws IOException {
    int[] lengths = new int[ordinals];
    List<SortedTerms> terms = new ArrayList<>();
    for (int i = 0; i < buffers.size(); i++) {
      buffers.get(i).collectLengths(documentToOrdinal.get(i), lengths);
      SortedTerms sorted = buffers.get(i).sortedTerms(new byte[0]);
      sorted.next();
      terms.add(sorted);
    }
    TextIndexWriter writer = new TextIndexWriter(out, lengths);
    PostingSorter sorter = new PostingSorter();
    SortedTerms least = least(terms);
    while (!least.isAtEnd()) {
      byte[] term = least.bytes();
      writer.beginTerm(term, term.length);
      for (int i = 0; i < terms.size(); i++) {
        SortedTerms each = terms.get(i);
        if (!each.isAtEnd() && Arrays.equals(each.bytes(), term)) {
          sorter.collect(each.postings(), documentToOrdinal.get(i));
          sorter.writeTo(writer);
          each.next();
        }
      }
      writer.endTerm();
      least = least(terms);
    }
    writer.finish();
  }

  /** The iterator at the least term; one at its end if all are. */
  private static SortedTerms least(List<SortedTerms> terms) {
    SortedTerms least = terms.getFirst();
    for (SortedTerms each : terms) {
      if (least.isAtEnd() || (!each.isAtEnd() && each.compareTerms(least) < 0)) {
        least = each;
      }
    }
    return least;
  }

  private void collectLengths(int[] documentToOrdinal, int[] lengthByOrdinal) {
    int end = Math.min(documents, documentToOrdinal.length);
    for (int document = 0; document < end; document++) {
      int ordinal = documentToOrdinal[document];
      if (ordinal >= lengthByOrdinal.length) {
        throw new IllegalArgumentException(
            "document " + document + " gets number " + ordinal + " of " + lengthByOrdinal.length);
      }
      if (ordinal >= 0) {
        lengthByOrdinal[ordinal] = lengths.get(document);
      }
    }
  }

  @Override
  public @Nullable TermEntry find(String term) {
    byte[] bytes = term.getBytes(StandardCharsets.UTF_8);
    int number = terms.find(bytes, 0, bytes.length);
    return number < 0 ? null : new BufferTerm(number);
  }

  @Override
  public TermIterator terms(byte[] prefix) {
    return sortedTerms(prefix);
  }

  @Override
  public void forEachTerm(TermFilter filter, TermConsumer consumer) {
    int count = terms.count();
    for (int term = 0; term < count; term++) {
      if (terms.isAccepted(term, filter)) {
        byte[] bytes = terms.bytes(term);
        consumer.term(bytes, bytes.length);
      }
    }
  }

  @Override
  public boolean isSegment() {
    return false;
  }

  private SortedTerms sortedTerms(byte[] prefix) {
    return new SortedTerms(terms, prefix, this::postings);
  }

  private BufferPostings postings(int term) {
    // Read first: everything read later is at least as new as this count.
    int count = terms.documentsAcquire(term);
    return new BufferPostings(
        pool.chunks(),
        lengths,
        terms.postingsAddress(term),
        count,
        terms.get(term, MAX_FREQUENCY),
        terms.get(term, MIN_LENGTH));
  }

  private void addToken(byte[] bytes, int offset, int length, int position) {
    tokens.add(terms.findOrAdd(bytes, offset, length), position);
  }

  /** A term, by its number in the table. */
  private final class BufferTerm implements TermEntry {
    private final int number;

    BufferTerm(int number) {
      this.number = number;
    }

    @Override
    public int documentFrequency(LiveDocuments live) {
      return postings().countLive(live);
    }

    @Override
    public Postings postings() {
      return TextBuffer.this.postings(number);
    }

    @Override
    public ClauseCursor cursor(double weight, Bm25 bm25, SearchScratch scratch) {
      return new TermCursor(postings(), weight, bm25);
    }
  }
}
