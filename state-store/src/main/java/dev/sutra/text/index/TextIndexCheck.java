package dev.sutra.text.index;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TextTotals;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compares a text index with a new analysis of the texts: the terms of each document and their
 * positions. Both sides are reduced to a 64-bit fingerprint for each document, so that the check
 * needs 12 bytes of heap for each document. Not thread-safe.
 */
public final class TextIndexCheck {
  private final @Nullable TextIndex index;
  private final TextAnalyzer analyzer;
  private final int[] lengths;
  private final long[] fingerprints;

  /**
   * Begins a check.
   *
   * @param index null if the segment has none
   * @param documents number of documents of the segment
   */
  public TextIndexCheck(@Nullable TextIndex index, TextAnalyzer analyzer, int documents) {
    this.index = index;
    this.analyzer = analyzer;
    this.lengths = new int[documents];
    this.fingerprints = new long[documents];
  }

  /** Adds the text of a document. */
  public void add(int document, String text) {
    lengths[document] =
        analyzer.index(
            text,
            (bytes, offset, length, position) ->
                fingerprints[document] += token(hash(bytes, offset, length), position));
  }

  /**
   * Reports the differences after all texts were added.
   *
   * @param file name of the segment, reported if there is no index
   */
  public void finish(String file, Problems problems) {
    if (index == null) {
      if (Arrays.stream(fingerprints).anyMatch(fingerprint -> fingerprint != 0)) {
        problems.add(file, 0, "texts without a text index");
      }
      return;
    }
    if (index.documents() != lengths.length) {
      problems.add(
          index
              .layout()
              .section()
              .corrupt(4, index.documents() + " documents; there are " + lengths.length));
      return;
    }
    checkLengths(index, problems);
    checkPostings(index, problems);
  }

  private void checkLengths(TextIndex index, Problems problems) {
    long total = 0;
    int withText = 0;
    for (int document = 0; document < lengths.length; document++) {
      total += lengths[document];
      withText += lengths[document] > 0 ? 1 : 0;
      int stored = index.lengthOf(document);
      if (stored != lengths[document]) {
        problems.add(
            index
                .layout()
                .section()
                .corrupt(
                    index.layout().lengths().offset(document),
                    "document "
                        + document
                        + " has "
                        + lengths[document]
                        + " tokens, the index has "
                        + stored));
      }
    }
    TextTotals totals = index.totals();
    if (totals.tokens() != total || totals.texts() != withText) {
      problems.add(
          footer(
              index,
              withText
                  + " texts have "
                  + total
                  + " tokens, the index has "
                  + totals.texts()
                  + " and "
                  + totals.tokens()));
    }
  }

  private void checkPostings(TextIndex index, Problems problems) {
    long terms = 0;
    IndexTermIterator walk = new IndexTermIterator(index.layout(), 0);
    while (walk.next()) {
      terms++;
      checkTerm(index, walk, problems);
    }
    if (terms != index.termCount()) {
      problems.add(footer(index, terms + " terms, the index has " + index.termCount()));
    }
    for (int document = 0; document < fingerprints.length; document++) {
      if (fingerprints[document] != 0) {
        problems.add(
            index
                .layout()
                .section()
                .corrupt(
                    index.layout().lengths().offset(document),
                    "the postings of document " + document + " do not match its text"));
      }
    }
  }

  private void checkTerm(TextIndex index, IndexTermIterator walk, Problems problems) {
    long hash = hash(walk.bytes(), 0, walk.length());
    IndexPostings postings = walk.postings();
    Leaders leaders = new Leaders(index.layout().averageLength());
    int documents = 0;
    boolean bounded = true;
    int maxFrequency = 0;
    int minLength = Integer.MAX_VALUE;
    int document = postings.advance(0);
    while (document != Postings.NO_MORE) {
      if (document >= fingerprints.length) {
        problems.add(footer(index, "a posting of document " + document + ", which does not exist"));
        return;
      }
      documents++;
      int frequency = postings.frequency();
      int[] positions = postings.positions();
      for (int i = 0; i < frequency; i++) {
        fingerprints[document] -= token(hash, positions[i]);
      }
      postings.advanceShallow(document);
      int length = Math.max(1, lengths[document]);
      bounded &= postings.blockBounds(frequency, length);
      leaders.add(document, frequency, length);
      maxFrequency = Math.max(maxFrequency, frequency);
      minLength = Math.min(minLength, length);
      document = postings.advance(document + 1);
    }
    bounded &= postings.blocks() == 1 || postings.leaders().isOf(leaders);
    bounded &=
        maxFrequency == postings.maxFrequency() && minLength == Math.max(1, postings.minLength());
    if (!bounded || documents != postings.documentFrequency()) {
      problems.add(
          footer(
              index,
              "the postings of the "
                  + walk.length()
                  + "-byte term with hash "
                  + Long.toHexString(hash)
                  + (bounded
                      ? " do not match its document frequency"
                      : " do not match its bounds")));
    }
  }

  private static CorruptFileException footer(TextIndex index, String reason) {
    return index
        .layout()
        .section()
        .corrupt(index.layout().section().length() - TextFormat.FOOTER_BYTES, reason);
  }

  private static long token(long termHash, int position) {
    return mix(termHash + position * 0x9E3779B97F4A7C15L);
  }

  private static long hash(byte[] bytes, int offset, int length) {
    long hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = mix(hash * 257 + bytes[i]);
    }
    return hash;
  }

  // The finalizer of MurmurHash3.
  private static long mix(long value) {
    long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ mixed >>> 33;
  }
}
