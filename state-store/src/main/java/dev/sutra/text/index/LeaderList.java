package dev.sutra.text.index;

import dev.sutra.io.Layouts;
import dev.sutra.text.score.Bm25;
import java.lang.foreign.MemorySegment;

/** Reads the {@link Leaders} of a posting list from verified bytes. Thread-safe. */
final class LeaderList {
  private final TextLayout layout;
  private final MemorySegment memory;
  private final long offset;

  LeaderList(TextLayout layout, long offset) {
    this.layout = layout;
    this.memory = layout.section().memory();
    this.offset = offset;
  }

  int document(int number) {
    long at = offset + (long) number * TextFormat.LEADER_BYTES;
    int document = memory.get(Layouts.INT, at);
    if (document < 0 || document >= layout.documents()) {
      throw layout.section().corrupt(at, "a leader is not a document");
    }
    return document;
  }

  int frequency(int number) {
    return Impacts.frequency(pair(number));
  }

  int length(int number) {
    return Impacts.length(pair(number));
  }

  /** The number of the leader that is this document, or −1. */
  int find(int document) {
    for (int i = 0; i < TextFormat.LEADERS; i++) {
      if (document(i) == document) {
        return i;
      }
    }
    return -1;
  }

  /** Upper bound of {@link Bm25#factor} over the other documents of the list. */
  double othersFactor(Bm25 bm25) {
    return Impacts.factor(memory, othersOffset(), bm25);
  }

  /** Whether exactly these leaders are written. */
  boolean isOf(Leaders leaders) {
    if (!leaders.leadOthers()) {
      return false;
    }
    ByteBuilder expected = new ByteBuilder();
    leaders.writeTo(expected);
    return expected.isAt(memory, offset);
  }

  /** An impact of the others, as {@link Impacts} reads it. */
  int otherPair(int number) {
    return memory.get(Layouts.INT, othersOffset() + (long) number * TextFormat.IMPACT_BYTES);
  }

  /** Frequency and length of a leader, as {@link Impacts} reads them. */
  int pair(int number) {
    return memory.get(
        Layouts.INT, offset + (long) number * TextFormat.LEADER_BYTES + Integer.BYTES);
  }

  private long othersOffset() {
    return offset + (long) TextFormat.LEADERS * TextFormat.LEADER_BYTES;
  }
}
