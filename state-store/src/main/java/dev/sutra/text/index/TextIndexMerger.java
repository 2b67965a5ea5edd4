package dev.sutra.text.index;

import dev.sutra.io.SectionOutput;
import dev.sutra.text.score.Postings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges the text indexes of segments term by term, without reading the texts.
 *
 * <p>Heap use, without the caller's arrays: 4 bytes for each document of the result, one posting
 * block and one dictionary block.
 */
public final class TextIndexMerger {
  /** The terms of a segment, and the new numbers of its documents. */
  private static final class Input {
    private final IndexTermIterator terms;
    private final int[] documentToOrdinal;

    Input(IndexTermIterator terms, int[] documentToOrdinal) {
      this.terms = terms;
      this.documentToOrdinal = documentToOrdinal;
    }
  }

  /** Postings of the current term in one segment, by new document numbers. */
  private static final class Run {
    private final IndexPostings postings;
    private final int[] documentToOrdinal;
    private int ordinal;

    Run(IndexPostings postings, int[] documentToOrdinal) {
      this.postings = postings;
      this.documentToOrdinal = documentToOrdinal;
      next();
    }

    /** Moves to the next document that is not omitted. */
    void next() {
      do {
        int document = postings.nextEncoded();
        ordinal = document == Postings.NO_MORE ? Postings.NO_MORE : documentToOrdinal[document];
      } while (ordinal < 0);
    }

    void write(TextIndexWriter writer) throws IOException {
      PostingBlock block = postings.block();
      int from = block.encodedStart();
      writer.posting(
          ordinal, postings.frequency(), block.encoded(), from, block.encodedEnd() - from);
    }
  }

  private TextIndexMerger() {}

  /**
   * Writes the merged section.
   *
   * @param inputs the segments' indexes, in any order
   * @param documentToOrdinal for each input, the number of each document in the result, or −1 to
   *     omit it; ascending within an input
   * @param documents number of documents of the result; documents without an input have no text
   * @throws IllegalArgumentException if the numbers do not ascend, repeat, or are too large
   * @throws dev.sutra.io.CorruptFileException if an input is damaged
   */
  public static void merge(
      List<TextIndex> inputs, List<int[]> documentToOrdinal, int documents, SectionOutput out)
      throws IOException {
    if (inputs.size() != documentToOrdinal.size()) {
      throw new IllegalArgumentException(
          inputs.size() + " inputs, but numbers for " + documentToOrdinal.size());
    }
    int[] lengths = new int[documents];
    List<Input> open = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      TextIndex index = inputs.get(i);
      int[] ordinals = documentToOrdinal.get(i);
      collectLengths(index, ordinals, lengths);
      IndexTermIterator terms = new IndexTermIterator(index.layout(), 0);
      if (terms.next()) {
        open.add(new Input(terms, ordinals));
      }
    }
    TextIndexWriter writer = new TextIndexWriter(out, lengths);
    List<Input> least = new ArrayList<>();
    while (!open.isEmpty()) {
      findLeast(open, least);
      IndexTermIterator term = least.getFirst().terms;
      writer.beginTerm(term.bytes(), term.length());
      mergePostings(least, writer);
      writer.endTerm();
      for (Input input : least) {
        if (!input.terms.next()) {
          open.remove(input);
        }
      }
    }
    writer.finish();
  }

  /** Collects the inputs with the least current term in {@code least}. */
  private static void findLeast(List<Input> inputs, List<Input> least) {
    least.clear();
    for (Input input : inputs) {
      int order = least.isEmpty() ? 0 : input.terms.compareTerms(least.getFirst().terms);
      if (order < 0) {
        least.clear();
      }
      if (order <= 0) {
        least.add(input);
      }
    }
  }

  private static void collectLengths(TextIndex index, int[] ordinals, int[] lengths) {
    if (ordinals.length != index.documents()) {
      throw new IllegalArgumentException(
          "numbers for " + ordinals.length + " of " + index.documents() + " documents");
    }
    int last = -1;
    for (int document = 0; document < ordinals.length; document++) {
      int ordinal = ordinals[document];
      if (ordinal < 0) {
        continue;
      }
      if (ordinal <= last || ordinal >= lengths.length) {
        throw new IllegalArgumentException(
            "document gets number " + ordinal + ", after " + last + " of " + lengths.length);
      }
      lengths[ordinal] = index.lengthOf(document);
      last = ordinal;
    }
  }

  private static void mergePostings(List<Input> inputs, TextIndexWriter writer) throws IOException {
    List<Run> runs = new ArrayList<>(inputs.size());
    for (Input input : inputs) {
      runs.add(new Run(input.terms.postings(), input.documentToOrdinal));
    }
    while (true) {
      Run first = runs.getFirst();
      for (int i = 1; i < runs.size(); i++) {
        if (runs.get(i).ordinal < first.ordinal) {
          first = runs.get(i);
        }
      }
      if (first.ordinal == Postings.NO_MORE) {
        return;
      }
      first.write(writer);
      first.next();
    }
  }
}
