package dev.sutra.segment;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Maps the hash of a key to the block with its row: a hash table of 32-bit slots in buckets of a
 * cache line, with linear probing of buckets (Knuth, "The Art of Computer Programming", volume 3,
 * section 6.4) and a load factor of three quarters. A slot contains a block and as many bits of the
 * hash as fit, so that most look-ups of missing keys end here; see the package documentation for
 * the byte layout. A bucket is compared without branches, two slots at a time, so that the cache
 * misses of look-ups in several segments overlap.
 *
 * <p>A result is a candidate; the rows of the block decide.
 */
final class HashIndex {
  private static final int SLOT_BYTES = 4;
  // A cache line, which never spans two checksummed pages.
  private static final int LINE_BYTES = 64;
  private static final int LINE_SLOTS = LINE_BYTES / SLOT_BYTES;
  // A 1 in each half of a long.
  private static final long LANES = 0x0000000100000001L;
  // The hash without its low bits; in memory they contain the block.
  private static final int UNUSED_BITS = 28;
  private static final long USED_MASK = -1L << UNUSED_BITS;

  private HashIndex() {}

  /** Collects hashes and blocks. Not thread-safe. */
  static final class Builder {
    private static final int ROOM_MIN = 16;
    private static final int ROOM_MAX = 1 << 20;

    private long[] entries;
    private int count;

    /**
     * Creates a builder.
     *
     * @param expected approximate number of hashes
     */
    Builder(long expected) {
      entries = new long[Math.clamp(expected, ROOM_MIN, ROOM_MAX)];
    }

    /** Adds a key's hash. */
    void add(long hash, int block) {
      if (count == entries.length) {
        entries = Arrays.copyOf(entries, count + (count >> 1));
      }
      entries[count++] = (hash & USED_MASK) | block;
    }

    /**
     * Writes the table.
     *
     * @param blocks number of blocks
     */
    void writeTo(SectionOutput out, int blocks) throws IOException {
      int[] slots = new int[slots(count)];
      int blockBits = blockBits(blocks);
      for (int i = 0; i < count; i++) {
        long hash = entries[i] & USED_MASK;
        int at = home(hash, slots.length / LINE_SLOTS) * LINE_SLOTS;
        while (slots[at] != 0) {
          at = at + 1 == slots.length ? 0 : at + 1;
        }
        slots[at] = tag(hash, blockBits) | ((int) (entries[i] & ~USED_MASK) + 1);
      }
      for (int slot : slots) {
        out.writeInt(slot);
      }
    }

    private static int slots(int count) {
      long lines = (4L * count / 3 + LINE_SLOTS) / LINE_SLOTS;
      return Math.toIntExact(lines * LINE_SLOTS);
    }
  }

  /** A table in a mapped section. Thread-safe. */
  static final class Reader {
    private final Section section;
    private final MemorySegment memory;
    private final int slots;
    private final int lines;
    private final int blocks;
    private final int blockBits;
    private final int tagMask;

    Reader(Section section, int blocks) {
      this.section = section;
      this.memory = section.memory();
      long length = section.length();
      if (length == 0 || length % LINE_BYTES != 0 || length / SLOT_BYTES > Integer.MAX_VALUE) {
        throw section.corrupt(0, "a hash index of " + length + " bytes");
      }
      this.slots = (int) (length / SLOT_BYTES);
      this.lines = slots / LINE_SLOTS;
      this.blocks = blocks;
      this.blockBits = blockBits(blocks);
      this.tagMask = -1 << blockBits;
    }

    /**
     * The next candidate for a hash.
     *
     * @param step number of slots to skip from the hash's bucket on: 0, or {@link #nextStep}
     * @return a candidate for {@link #block} and {@link #nextStep}; -1 if there is none
     */
    long probe(long hash, int step) {
      int tag = tag(hash, blockBits);
      int line = home(hash & USED_MASK, lines) + step / LINE_SLOTS;
      int skipped = step % LINE_SLOTS;
      for (int begin = step - skipped; begin < slots; begin += LINE_SLOTS) {
        long at = (line < lines ? line : line - lines) * (long) LINE_BYTES;
        section.verify(at, LINE_BYTES);
        if (mayHold(at, tag)) {
          for (int i = skipped; i < LINE_SLOTS; i++) {
            int slot = memory.get(Layouts.INT, at + (long) SLOT_BYTES * i);
            if (slot != 0 && ((slot ^ tag) & tagMask) == 0) {
              return ((long) begin + i) << 32 | block(slot, at);
            }
          }
        }
        if (memory.get(Layouts.INT, at + LINE_BYTES - SLOT_BYTES) == 0) {
          return -1;
        }
        skipped = 0;
        line++;
      }
      return -1;
    }

    /** Whether one of the slots of a bucket may have the tag. */
    private boolean mayHold(long at, int tag) {
      long pattern = (tag & 0xffffffffL) * LANES;
      long mask = (tagMask & 0xffffffffL) * LANES;
      long found = 0;
      for (int i = 0; i < LINE_BYTES; i += Long.BYTES) {
        long different = (memory.get(Layouts.LONG, at + i) ^ pattern) & mask;
        // Sets the high bit of a half that is zero (and sometimes of the half above it).
        found |= (different - LANES) & ~different;
      }
      return (found & LANES << 31) != 0;
    }

    /** The block of a candidate. */
    static int block(long candidate) {
      return (int) candidate;
    }

    /** The step after a candidate, for {@link #probe}. */
    static int nextStep(long candidate) {
      return (int) (candidate >>> 32) + 1;
    }

    /** The number of used slots. Reads the whole table. */
    int used() {
      section.verify(0, section.length());
      int used = 0;
      for (long at = 0; at < section.length(); at += SLOT_BYTES) {
        used += memory.get(Layouts.INT, at) == 0 ? 0 : 1;
      }
      return used;
    }

    private int block(int slot, long at) {
      int block = (slot & ~tagMask) - 1;
      if (block < 0 || block >= blocks) {
        throw section.corrupt(at, "an entry of block " + block + " of " + blocks);
      }
      return block;
    }
  }

  /** The bucket of a hash. */
  private static int home(long hash, int lines) {
    return (int) Math.unsignedMultiplyHigh(hash, lines);
  }

  /** The number of bits for a block plus 1. */
  private static int blockBits(int blocks) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(blocks);
  }

  private static int tag(long hash, int blockBits) {
    return (int) (hash >>> UNUSED_BITS) << blockBits;
  }
}
