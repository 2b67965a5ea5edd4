package dev.sutra.app.cli;

import dev.sutra.app.message.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints rows in aligned columns and truncates the last column to the line. Not picocli's {@code
 * TextTable}, which miscounts emoji and combining characters and marks no truncation.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int LAST_COLUMNS_MIN = 8;

  private final List<String> names;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... names) {
    this.names = List.of(names);
  }

  /** Adds a row with as many cells as the table has columns. */
  public void row(String... cells) {
    if (cells.length != names.size()) {
      throw new IllegalArgumentException("the row has " + cells.length + " cells");
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(PlainText.forTerminal(cell));
    }
    rows.add(row);
  }

  /**
   * Prints names and rows.
   *
   * @param columnsMax how wide a line may be; 0: without a bound
   */
  public void print(PrintWriter out, int columnsMax) {
    int last = names.size() - 1;
    int[] widths = new int[last];
    int used = 0;
    for (int i = 0; i < last; i++) {
      widths[i] = Terminal.columns(names.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Terminal.columns(row.get(i)));
      }
      // One long id must not push the other columns off the screen.
      if (columnsMax > 0) {
        widths[i] = Math.min(widths[i], Math.max(LAST_COLUMNS_MIN, columnsMax / 3));
      }
      used += widths[i] + GAP.length();
    }
    int left = columnsMax == 0 ? Integer.MAX_VALUE : Math.max(LAST_COLUMNS_MIN, columnsMax - used);
    line(out, names, widths, left);
    for (List<String> row : rows) {
      line(out, row, widths, left);
    }
  }

  private static void line(PrintWriter out, List<String> cells, int[] widths, int left) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = Terminal.cut(cells.get(i), widths[i]);
      line.append(cell).repeat(' ', widths[i] - Terminal.columns(cell)).append(GAP);
    }
    line.append(Terminal.cut(cells.getLast(), left));
    out.println(line.toString().stripTrailing());
  }
}
