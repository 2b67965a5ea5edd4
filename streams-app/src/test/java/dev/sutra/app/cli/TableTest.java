package dev.sutra.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static String print(Table table, int columnsMax) {
    StringWriter out = new StringWriter();
    table.print(new PrintWriter(out, true), columnsMax);
    return out.toString();
  }

  @Test
  void lastColumnIsCutToTheLine() {
    Table table = new Table("ID", "TEXT");
    table.row("a", "x".repeat(50));
    assertEquals("ID  TEXT\na   " + "x".repeat(15) + "…\n", print(table, 20));
    assertEquals("ID  TEXT\na   " + "x".repeat(50) + "\n", print(table, 0));
  }

  @Test
  void oneLongIdDoesNotPushTheRestOut() {
    Table table = new Table("ID", "TEXT");
    table.row("y".repeat(200), "text");
    for (String line : print(table, 40).split("\n", -1)) {
      assertTrue(Terminal.columns(line) <= 40, line);
    }
    assertTrue(print(table, 40).contains("text"));
  }

  @Test
  void wideAndCombiningCharactersKeepTheColumnsAligned() {
    Table table = new Table("ID", "TEXT");
    table.row("犬", "dog");
    table.row("e\u0301te", "summer");
    table.row("🐕", "dog");
    assertEquals("ID   TEXT\n犬   dog\ne\u0301te  summer\n🐕   dog\n", print(table, 0));
    assertEquals(2, Terminal.columns("犬"));
    assertEquals("犬…", Terminal.cut("犬犬犬", 4));
    assertEquals("犬犬犬", Terminal.cut("犬犬犬", 6));
  }

  @Test
  void rowOfAnotherLengthIsRefused() {
    Table table = new Table("ID", "TEXT");
    assertThrows(IllegalArgumentException.class, () -> table.row("a"));
  }
}
