package dev.sutra.text.expansion;

/** Edits between two words, by the table that defines them; exchanged neighbors are one edit. */
public final class EditDistance {
  private EditDistance() {}

  public static int of(String a, String b) {
    int[] first = a.codePoints().toArray();
    int[] second = b.codePoints().toArray();
    int[][] table = new int[first.length + 1][second.length + 1];
    for (int i = 0; i <= first.length; i++) {
      for (int j = 0; j <= second.length; j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        int same = first[i - 1] == second[j - 1] ? 0 : 1;
        int best = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
        best = Math.min(best, table[i - 1][j - 1] + same);
        if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1]) {
          best = Math.min(best, table[i - 2][j - 2] + 1);
        }
        table[i][j] = best;
      }
    }
    return table[first.length][second.length];
  }
}
