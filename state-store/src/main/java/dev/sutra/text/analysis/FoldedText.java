package dev.sutra.text.analysis;

import java.util.Arrays;

/**
 * A folded text with the places in the original that its characters come from. The text is folded
 * in the shortest parts that normalize independently, which gives the same as folding it whole.
 */
final class FoldedText {
  private final StringBuilder folded = new StringBuilder();
  // Of each folded character, where the part of the original that it comes from begins and ends.
  private int[] starts = new int[0];
  private int[] ends = new int[0];

  FoldedText(String text, boolean turkish) {
    int from = 0;
    while (from < text.length()) {
      int to = from + Character.charCount(text.codePointAt(from));
      while (to < text.length() && !UnicodeFolding.startsPart(text.codePointAt(to))) {
        to += Character.charCount(text.codePointAt(to));
      }
      add(UnicodeFolding.fold(text.substring(from, to), turkish), from, to);
      from = to;
    }
  }

  private void add(String part, int from, int to) {
    int length = folded.length();
    folded.append(part);
    if (folded.length() > starts.length) {
      starts = Arrays.copyOf(starts, 2 * folded.length() + 64);
      ends = Arrays.copyOf(ends, starts.length);
    }
    Arrays.fill(starts, length, folded.length(), from);
    Arrays.fill(ends, length, folded.length(), to);
  }

  /** The folded text. */
  @Override
  public String toString() {
    return folded.toString();
  }

  /** Where in the original the part of a folded character begins. */
  int start(int character) {
    return starts[character];
  }

  /** Where in the original the part of a folded character ends. */
  int end(int character) {
    return ends[character];
  }
}
