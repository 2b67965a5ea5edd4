package dev.sutra.text.index;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import dev.sutra.text.score.Bm25;
import java.lang.foreign.MemorySegment;

/**
 * Offsets and bounds of the blocks of a posting list; a single-block list has no entries.
 * Thread-safe.
 */
final class SkipEntries {
  private final Section section;
  private final MemorySegment memory;
  private final int blocks;
  private final long start;
  // End of the last block, where the entries begin.
  private final long blocksEnd;

  /** The entries of a list, verified. */
  SkipEntries(Section section, long start, long end, int documentFrequency) {
    this.section = section;
    this.memory = section.memory();
    this.blocks = (documentFrequency - 1) / TextFormat.BLOCK_DOCUMENTS + 1;
    this.start = start;
    if (blocks == 1) {
      blocksEnd = end;
    } else {
      blocksEnd =
          end
              - (long) blocks * TextFormat.SKIP_ENTRY_BYTES
              - TextFormat.LIST_BOUNDS_BYTES
              - TextFormat.LEADERS_BYTES;
      if (blocksEnd < start) {
        throw section.corrupt(start, "a posting list is too short");
      }
      section.verify(blocksEnd, end - blocksEnd);
    }
  }

  int blocks() {
    return blocks;
  }

  /** Offset of the bounds of a list of several blocks; its leaders follow. */
  long listBounds() {
    return entry(blocks);
  }

  /** Last document of a block of a list of several blocks. */
  int lastDocument(int block) {
    return memory.get(Layouts.INT, entry(block));
  }

  long blockStart(int block) {
    return block == 0 ? start : blockEnd(block - 1);
  }

  long blockEnd(int block) {
    if (blocks == 1) {
      return blocksEnd;
    }
    long entry = entry(block);
    long end = memory.get(Layouts.LONG, entry + Integer.BYTES);
    if (end < 0 || end > blocksEnd - start) {
      throw section.corrupt(entry, "a posting block exceeds its list");
    }
    return start + end;
  }

  /** Upper bound of {@link Bm25#factor} in a block of a list of several blocks. */
  double factor(int block, Bm25 bm25) {
    return Impacts.factor(memory, impactOffset(block, 0), bm25);
  }

  /** An impact of a block of a list of several blocks, as {@link Impacts} reads it. */
  int impact(int block, int pair) {
    return memory.get(Layouts.INT, impactOffset(block, pair));
  }

  /** First block from {@code from} on that does not end before the target, by galloping search. */
  int find(int from, int target) {
    if (blocks == 1) {
      return from;
    }
    int low = from;
    int step = 1;
    while (low + step <= blocks && lastDocument(low + step - 1) < target) {
      low += step;
      step *= 2;
    }
    int high = Math.min(low + step - 1, blocks);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lastDocument(middle) < target) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long impactOffset(int block, int pair) {
    return entry(block) + TextFormat.SKIP_IMPACTS_OFFSET + (long) pair * TextFormat.IMPACT_BYTES;
  }

  private long entry(int block) {
    return blocksEnd + (long) block * TextFormat.SKIP_ENTRY_BYTES;
  }
}
