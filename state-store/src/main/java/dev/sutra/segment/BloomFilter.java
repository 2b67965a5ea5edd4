package dev.sutra.segment;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * A Bloom filter whose bits for one key lie in one cache line (Putze, Sanders, Singler, "Cache-,
 * Hash- and Space-Efficient Bloom Filters", WEA 2007): 512-bit blocks, eight bits a key, about 12
 * bits a key, about 0.5 % of false positives.
 */
final class BloomFilter {
  private static final int BITS_PER_KEY = 12;
  private static final int BLOCK_BYTES = 64;
  private static final int BITS_SET = 8;

  private BloomFilter() {}

  /** Collects hashes for a filter. Not thread-safe. */
  static final class Builder {
    private final long[] words;
    private final int blocks;

    /**
     * Makes room.
     *
     * @param keysMax a bound on the number of keys
     */
    Builder(long keysMax) {
      long bits = Math.max(1, keysMax) * BITS_PER_KEY;
      blocks = (int) Math.min(Integer.MAX_VALUE / 8, (bits + 511) / 512);
      words = new long[blocks * 8];
    }

    void add(long hash) {
      int base = block(hash, blocks) * 8;
      long rest = hash;
      for (int i = 0; i < BITS_SET; i++) {
        words[base + i] |= 1L << (rest & 63);
        rest = Long.rotateRight(rest, 7) * 0x9E3779B97F4A7C15L;
      }
    }

    void writeTo(SectionOutput out) throws IOException {
      for (long word : words) {
        out.writeLong(word);
      }
    }
  }

  /** A filter in a mapped section. Safe for use by many threads. */
  static final class Reader {
    private final Section section;
    private final MemorySegment memory;
    private final int blocks;

    Reader(Section section) {
      this.section = section;
      this.memory = section.memory();
      if (section.length() == 0 || section.length() % BLOCK_BYTES != 0) {
        throw section.corrupt(0, "a Bloom filter of " + section.length() + " bytes");
      }
      this.blocks = (int) (section.length() / BLOCK_BYTES);
    }

    boolean mightContain(long hash) {
      long base = (long) block(hash, blocks) * BLOCK_BYTES;
      section.verify(base, BLOCK_BYTES);
      long rest = hash;
      for (int i = 0; i < BITS_SET; i++) {
        if ((memory.get(Layouts.LONG, base + 8L * i) & 1L << (rest & 63)) == 0) {
          return false;
        }
        rest = Long.rotateRight(rest, 7) * 0x9E3779B97F4A7C15L;
      }
      return true;
    }
  }

  private static int block(long hash, int blocks) {
    return (int) Math.unsignedMultiplyHigh(hash, blocks);
  }
}
