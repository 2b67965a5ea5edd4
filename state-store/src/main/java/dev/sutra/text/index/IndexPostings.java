package dev.sutra.text.index;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.SearchScratch;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Postings of a term of a text index; blocks are decoded on access. */
final class IndexPostings extends Postings {
  private final TextLayout layout;
  private final Section section;
  private final SkipEntries skips;
  private final int documentFrequency;
  private final int blocks;

  private final PostingBlock block;
  private final int[] documents;
  private int number = -1;
  private int at;
  private int document = -1;

  private int shallowBlock;
  // Bounds of the list, 0 until first used.
  private int maxFrequency;
  private int minLength;

  /** The list at an offset; {@code scratch} is that of the search, null outside of a search. */
  IndexPostings(
      TextLayout layout,
      long start,
      long end,
      int documentFrequency,
      @Nullable SearchScratch scratch) {
    this.layout = layout;
    this.section = layout.section();
    this.documentFrequency = documentFrequency;
    this.skips = new SkipEntries(section, start, end, documentFrequency);
    this.blocks = skips.blocks();
    this.block =
        new PostingBlock(layout, Math.min(documentFrequency, TextFormat.BLOCK_DOCUMENTS), scratch);
    this.documents = block.documents();
  }

  @Override
  public int documentFrequency() {
    return documentFrequency;
  }

  int blocks() {
    return blocks;
  }

  /** The leaders of a list of several blocks. */
  LeaderList leaders() {
    return new LeaderList(layout, skips.listBounds() + TextFormat.LIST_BOUNDS_BYTES);
  }

  /** The skip entries of the list. */
  SkipEntries skips() {
    return skips;
  }

  /** The exception for inconsistent blocks. */
  CorruptFileException corrupt(String reason) {
    return section.corrupt(0, reason);
  }

  /** The current block. */
  PostingBlock block() {
    return block;
  }

  /** Index of the current document in its block. */
  int at() {
    return at;
  }

  /** Moves within the block. */
  void moveTo(int place) {
    at = place;
    document = documents[place];
  }

  @Override
  public int document() {
    return document;
  }

  @Override
  public int advance(int target) {
    if (target <= document) {
      return document;
    }
    if (number < 0 || target > block.last()) {
      int next = skips.find(number + 1, target);
      if (next == blocks) {
        document = NO_MORE;
        return NO_MORE;
      }
      load(next);
    }
    at = find(target, at);
    // Only the single block of a short list can end before the target.
    document = at < block.size() ? documents[at] : NO_MORE;
    return document;
  }

  /**
   * Moves to the next document and to its encoded positions, see {@link PostingBlock#nextEncoded}.
   * Not to be mixed with other ways to move.
   */
  int nextEncoded() {
    if (number >= 0 && at + 1 < block.size()) {
      moveTo(at + 1);
    } else if (number + 1 < blocks) {
      load(number + 1);
      block.readEncoded();
    } else {
      document = NO_MORE;
      return NO_MORE;
    }
    block.nextEncoded(block.frequency(at));
    return document;
  }

  @Override
  public void addDocuments(BitSet target) {
    for (int next = 0; next < blocks; next++) {
      load(next);
      for (int i = 0; i < block.size(); i++) {
        target.set(documents[i]);
      }
    }
    document = NO_MORE;
  }

  /** As {@link PostingBlock#find}. */
  int find(int target, int from) {
    return block.find(target, from);
  }

  @Override
  public void rewind() {
    if (blocks > 1) {
      number = -1;
    }
    block.rewindPositions();
    at = 0;
    document = -1;
    shallowBlock = 0;
  }

  @Override
  public int frequency() {
    return block.frequency(at);
  }

  @Override
  public int length() {
    return layout.lengths().of(document);
  }

  @Override
  public int[] positions() {
    return block.positions(at);
  }

  @Override
  public int maxFrequency() {
    if (maxFrequency == 0) {
      findBounds();
    }
    return maxFrequency;
  }

  @Override
  public int minLength() {
    if (maxFrequency == 0) {
      findBounds();
    }
    return minLength;
  }

  private void findBounds() {
    if (blocks > 1) {
      long bounds = skips.listBounds();
      maxFrequency = section.memory().get(Layouts.INT, bounds);
      minLength = section.memory().get(Layouts.INT, bounds + Integer.BYTES);
      if (maxFrequency < 1 || minLength < 1) {
        throw section.corrupt(bounds, "the bounds of a posting list are invalid");
      }
      return;
    }
    loadOnly();
    int shortest = Integer.MAX_VALUE;
    for (int i = 0; i < block.size(); i++) {
      maxFrequency = Math.max(maxFrequency, block.frequency(i));
      shortest = Math.min(shortest, layout.lengths().of(documents[i]));
    }
    minLength = shortest;
  }

  @Override
  public int advanceShallow(int target) {
    if (blocks == 1) {
      return NO_MORE;
    }
    shallowBlock = skips.find(shallowBlock, target);
    return shallowBlock == blocks ? NO_MORE : skips.lastDocument(shallowBlock);
  }

  @Override
  public double blockMaxFactor(Bm25 bm25) {
    if (blocks == 1) {
      return bm25.factor(maxFrequency(), minLength());
    }
    return shallowBlock == blocks ? 0 : skips.factor(shallowBlock, bm25);
  }

  @Override
  public int blockMaxFrequency() {
    return blocks == 1
        ? maxFrequency()
        : shallowBlock == blocks ? 0 : Impacts.frequency(skips.impact(shallowBlock, 0));
  }

  @Override
  public int blockMinLength() {
    return blocks == 1 || shallowBlock == blocks
        ? minLength()
        : Impacts.length(skips.impact(shallowBlock, TextFormat.IMPACTS - 1));
  }

  @Override
  public boolean blockBounds(int frequency, int length) {
    for (int i = 0; blocks > 1 && shallowBlock < blocks && i < TextFormat.IMPACTS; i++) {
      int impact = skips.impact(shallowBlock, i);
      if (frequency <= Impacts.frequency(impact) && length >= Impacts.length(impact)) {
        return true;
      }
    }
    return blocks == 1;
  }

  /** Moves to the first document of a block. */
  void load(int blockNumber) {
    long from = skips.blockStart(blockNumber);
    long to = skips.blockEnd(blockNumber);
    int size =
        Math.min(
            TextFormat.BLOCK_DOCUMENTS,
            documentFrequency - blockNumber * TextFormat.BLOCK_DOCUMENTS);
    block.load(from, to, size, blockNumber == 0 ? -1 : skips.lastDocument(blockNumber - 1));
    if (blocks > 1 && block.last() != skips.lastDocument(blockNumber)) {
      throw section.corrupt(from, "a posting block does not match its skip entry");
    }
    number = blockNumber;
    at = 0;
    document = documents[0];
  }

  /** Decodes the block of a single-block list, without moving. */
  void loadOnly() {
    if (number < 0) {
      load(0);
      document = -1;
    }
  }
}
