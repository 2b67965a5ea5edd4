package dev.sutra.text.buffer;

import static dev.sutra.text.buffer.TermTable.LAST_DOCUMENT;
import static dev.sutra.text.buffer.TermTable.LEVEL;
import static dev.sutra.text.buffer.TermTable.LINK;
import static dev.sutra.text.buffer.TermTable.MAX_FREQUENCY;
import static dev.sutra.text.buffer.TermTable.MIN_LENGTH;
import static dev.sutra.text.buffer.TermTable.WRITE;

import dev.sutra.io.SectionOutput;
import dev.sutra.record.LiveDocuments;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.index.TextIndexWriter;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.SearchScratch;
import dev.sutra.text.score.TermCursor;
import dev.sutra.text.score.TermEntry;
import dev.sutra.text.score.TermIterator;
import dev.sutra.text.score.TextSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
 * which its length does not count. The postings of a term are a stream of varints in a {@link
 * SlicePool}: document gap × 2, plus 1 if the frequency is 1; else the frequency; position gaps.
 */
public final class TextBuffer extends TextSource {
  private final TextAnalyzer analyzer;
  private final SlicePool pool = new SlicePool();
  private final TermTable terms = new TermTable(pool);
  private final IntChunks lengths = new IntChunks();
  private volatile int documents;

  // Tokens of the document being added: term << 32 | position.
  private long[] tokens = new long[64];
  private int tokenCount;
  // State of the posting stream being written.
  private int write;
  private int link;
  private int level;

  public TextBuffer(TextAnalyzer analyzer) {
    this.analyzer = analyzer;
  }

  /**
   * Adds a document. Writer thread only.
   *
   * @param document greater than all earlier ones; gaps are allowed
   * @return its length in terms; 0 if it has no words except stop words
   * @throws IllegalArgumentException if the number does not ascend
   */
  public int add(int document, String text) {
    if (document < documents || document == Postings.NO_MORE) {
      throw new IllegalArgumentException(
          "document is " + document + "; at least " + documents + " is required");
    }
    tokenCount = 0;
    int length = analyzer.index(text, this::addToken);
    if (length > 0) {
      lengths.set(document, length);
    }
    Arrays.sort(tokens, 0, tokenCount);
    int from = 0;
    while (from < tokenCount) {
      int term = (int) (tokens[from] >>> Integer.SIZE);
      int to = from + 1;
      while (to < tokenCount && (int) (tokens[to] >>> Integer.SIZE) == term) {
        to++;
      }
      addPosting(term, document, length, from, to);
      from = to;
    }
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

  /** Whether any word has been added, including stop words. */
  public boolean hasTerms() {
    return terms.count() > 0;
  }

  /** Heap use, bytes. Writer thread only, or after the last write. */
  public long bytes() {
    return pool.bytes() + terms.bytes() + lengths.bytes() + 8L * tokens.length;
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
    int[] lengthByOrdinal = new int[ordinals];
    int end = Math.min(documents, documentToOrdinal.length);
    for (int document = 0; document < end; document++) {
      int ordinal = documentToOrdinal[document];
      if (ordinal >= ordinals) {
        throw new IllegalArgumentException(
            "document " + document + " gets number " + ordinal + " of " + ordinals);
      }
      if (ordinal >= 0) {
        lengthByOrdinal[ordinal] = lengths.get(document);
      }
    }
    TextIndexWriter writer = new TextIndexWriter(out, lengthByOrdinal);
    PostingSorter sorter = new PostingSorter();
    SortedTerms sorted = new SortedTerms(new byte[0]);
    while (sorted.next()) {
      writer.beginTerm(sorted.bytes(), sorted.length());
      sorter.collect(sorted.postings(), documentToOrdinal);
      sorter.writeTo(writer);
      writer.endTerm();
    }
    writer.finish();
  }

  @Override
  public @Nullable TermEntry find(String term) {
    byte[] bytes = term.getBytes(StandardCharsets.UTF_8);
    int number = terms.find(bytes, 0, bytes.length);
    return number < 0 ? null : new BufferTerm(number);
  }

  @Override
  public TermIterator terms(byte[] prefix) {
    return new SortedTerms(prefix);
  }

  @Override
  public boolean isSegment() {
    return false;
  }

  private Postings postings(int term) {
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
    if (tokenCount == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * tokenCount);
    }
    long term = terms.findOrAdd(bytes, offset, length);
    tokens[tokenCount++] = term << Integer.SIZE | position;
  }

  private void addPosting(int term, int document, int length, int from, int to) {
    write = terms.get(term, WRITE);
    link = terms.get(term, LINK);
    level = terms.get(term, LEVEL);
    int frequency = to - from;
    // A gap has at most 31 bits, since the first is counted from -1; shifted, it fits an int.
    int gap = document - terms.get(term, LAST_DOCUMENT) - 1;
    if (frequency == 1) {
      writeVarint(gap << 1 | 1);
    } else {
      writeVarint(gap << 1);
      writeVarint(frequency);
    }
    int position = 0;
    for (int i = from; i < to; i++) {
      writeVarint((int) tokens[i] - position);
      position = (int) tokens[i];
    }
    terms.set(term, WRITE, write);
    terms.set(term, LINK, link);
    terms.set(term, LEVEL, level);
    terms.set(term, LAST_DOCUMENT, document);
    terms.set(term, MAX_FREQUENCY, Math.max(terms.get(term, MAX_FREQUENCY), frequency));
    terms.set(term, MIN_LENGTH, Math.min(terms.get(term, MIN_LENGTH), length));
    terms.documentsRelease(term, terms.get(term, TermTable.DOCUMENTS) + 1);
  }

  private void writeVarint(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      writeByte(rest | 0x80);
      rest >>>= 7;
    }
    writeByte(rest);
  }

  private void writeByte(int value) {
    if (write == link) {
      int sliceBytes = SlicePool.sliceBytes(++level);
      int slice = pool.allocate(sliceBytes);
      pool.writeLink(link, slice);
      write = slice;
      link = slice + sliceBytes - SlicePool.LINK_BYTES;
    }
    pool.chunkOf(write)[write & SlicePool.CHUNK_MASK] = (byte) value;
    write++;
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

  /** The current terms with a prefix, sorted on the heap. */
  private final class SortedTerms extends TermIterator {
    private final byte[][] sorted;
    private int at = -1;

    SortedTerms(byte[] prefix) {
      byte[][] found = new byte[64][];
      int size = 0;
      int count = terms.count();
      for (int term = 0; term < count; term++) {
        if (terms.startsWith(term, prefix)) {
          if (size == found.length) {
            found = Arrays.copyOf(found, 2 * size);
          }
          found[size++] = terms.bytes(term);
        }
      }
      sorted = Arrays.copyOf(found, size);
      Arrays.sort(sorted, Arrays::compareUnsigned);
    }

    @Override
    public boolean next() {
      return ++at < sorted.length;
    }

    @Override
    public byte[] bytes() {
      return sorted[at];
    }

    @Override
    public int length() {
      return sorted[at].length;
    }

    @Override
    public Postings postings() {
      return TextBuffer.this.postings(terms.find(sorted[at], 0, sorted[at].length));
    }
  }
}
