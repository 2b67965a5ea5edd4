package dev.sutra.text.index;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import dev.sutra.text.analysis.TextAnalyzer;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** The length of each document of a text index, in tokens. Thread-safe. */
final class DocumentLengths {
  private final Section section;
  private final MemorySegment memory;
  private final int documents;
  private final int lengthBytes;
  // Several threads may verify at the same time; each finds the same.
  private volatile boolean verified;

  /**
   * The lengths after the header of a section.
   *
   * @param lengthBytes bytes of each: 1, 2 or 4
   */
  DocumentLengths(Section section, int documents, int lengthBytes) {
    this.section = section;
    this.memory = section.memory();
    this.documents = documents;
    this.lengthBytes = lengthBytes;
  }

  /** Offset of the first byte after the lengths. */
  long end() {
    return offset(documents);
  }

  /** Offset of a document's length in the section. */
  long offset(int document) {
    return TextFormat.HEADER_BYTES + (long) document * lengthBytes;
  }

  /** The length of a document. */
  int of(int document) {
    Objects.checkIndex(document, documents);
    verify();
    return areShort() ? ofShort(document) : ofLong(document);
  }

  /** Reads the lengths of some documents into the same places of {@code target}. */
  void read(int[] numbers, int from, int to, int[] target) {
    verify();
    if (areShort()) {
      for (int i = from; i < to; i++) {
        target[i] = ofShort(numbers[i]);
      }
    } else {
      for (int i = from; i < to; i++) {
        target[i] = ofLong(numbers[i]);
      }
    }
  }

  /** Whether no length is above 255. */
  boolean areShort() {
    return lengthBytes == 1;
  }

  /** As {@link #of}, if lengths are short and {@link #verify} was called. */
  int ofShort(int document) {
    return memory.get(Layouts.BYTE, TextFormat.HEADER_BYTES + (long) document) & 0xff;
  }

  /** Verifies all lengths at once: a search reads too many to verify each. */
  void verify() {
    if (!verified) {
      section.verify(TextFormat.HEADER_BYTES, end() - TextFormat.HEADER_BYTES);
      verified = true;
    }
  }

  private int ofLong(int document) {
    long at = offset(document);
    if (lengthBytes == 2) {
      return memory.get(Layouts.SHORT, at) & 0xffff;
    }
    int length = memory.get(Layouts.INT, at);
    if (length < 0 || length > TextAnalyzer.TOKENS_MAX) {
      throw section.corrupt(at, "a length is too large");
    }
    return length;
  }
}
