package dev.sutra.text.index;

/** Constants of the text index section; the package page gives the layout. */
final class TextFormat {
  static final int VERSION = 2;

  static final int HEADER_BYTES = 16;
  static final int FOOTER_BYTES = 32;

  /** Most terms of a dictionary block. */
  static final int DICTIONARY_TERMS = 32;

  static final int DICTIONARY_HEADER_BYTES = 13;

  /** Bytes of a dictionary block's entry in the index of the dictionary. */
  static final int DICTIONARY_ENTRY_BYTES = 16;

  /** Most documents of a posting block. */
  static final int BLOCK_DOCUMENTS = 128;

  /** Impacts of a block, and of the documents that do not lead. */
  static final int IMPACTS = 4;

  static final int IMPACT_BYTES = 4;

  /** Leaders of a list of several blocks. */
  static final int LEADERS = 16;

  static final int LEADER_BYTES = Integer.BYTES + IMPACT_BYTES;
  static final int LEADERS_BYTES = LEADERS * LEADER_BYTES + IMPACTS * IMPACT_BYTES;
  static final int SKIP_IMPACTS_OFFSET = Integer.BYTES + Long.BYTES;
  static final int SKIP_ENTRY_BYTES = SKIP_IMPACTS_OFFSET + IMPACTS * IMPACT_BYTES;
  static final int LIST_BOUNDS_BYTES = 8;

  private TextFormat() {}

  /** The first bytes of a term as a number whose unsigned order is that of the terms. */
  static long beginning(byte[] term, int length) {
    long beginning = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      beginning = beginning << Byte.SIZE | (i < length ? term[i] & 0xff : 0);
    }
    return beginning;
  }
}
