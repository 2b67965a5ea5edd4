package dev.sutra.segment;

import dev.sutra.io.FileNumbers;

/** Names and section kinds of segment files. */
public final class SegmentFormat {
  static final int ROWS = 1;
  static final int INDEX = 2;
  static final int HASHES = 3;
  static final int TEXT = 4;
  static final int VECTORS = 5;
  static final int TIMES = 6;
  static final int IDENTITY = 7;
  static final int CELLS = 8;
  static final int ATTRIBUTES = 9;

  /** The greatest kind. */
  static final int LAST = ATTRIBUTES;

  static final int IDENTITY_BYTES = 32;

  /** Length of the vector ordinal at the end of a concept row with a vector. */
  static final int VECTOR_ORDINAL_BYTES = 4;

  private static final String SUFFIX = ".segment";

  private SegmentFormat() {}

  public static String fileName(long fileNumber) {
    return FileNumbers.name(fileNumber, SUFFIX);
  }

  static String sectionName(int kind) {
    return switch (kind) {
      case ROWS -> "rows";
      case INDEX -> "index";
      case HASHES -> "hashes";
      case TEXT -> "text";
      case VECTORS -> "vectors";
      case TIMES -> "times";
      case CELLS -> "cells";
      case ATTRIBUTES -> "attributes";
      default -> "identity";
    };
  }

  public static boolean isSegment(String fileName) {
    return number(fileName) >= 0;
  }

  /** The file number in a name; -1 if it is not the name of a segment file. */
  public static long number(String fileName) {
    return FileNumbers.number(fileName, SUFFIX);
  }
}
