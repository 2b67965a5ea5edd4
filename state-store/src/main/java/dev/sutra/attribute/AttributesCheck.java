package dev.sutra.attribute;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;
import dev.sutra.record.Attributes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the attributes of a segment with its rows. */
public final class AttributesCheck {
  private final AttributesSection section;
  private final Problems problems;
  private final Map<String, Column> columns = new HashMap<>();
  // Reported once for each name.
  private final Map<String, String> wrong = new HashMap<>();

  /** A column, and how many documents were found to have a value of it. */
  private static final class Column {
    final AttributeColumn column;
    int documents;

    Column(AttributeColumn column) {
      this.column = column;
    }
  }

  /**
   * Begins a check.
   *
   * @throws CorruptFileException if the directory of the columns is corrupt
   */
  public AttributesCheck(AttributesSection section, Problems problems) {
    this.section = section;
    this.problems = problems;
    byte[] last = null;
    for (int i = 0; i < section.columns(); i++) {
      byte[] name = section.name(i);
      if (last != null && Arrays.compareUnsigned(last, name) >= 0) {
        problems.add(section.corrupt("names of attributes out of order"));
      }
      columns.put(new String(name, UTF_8), new Column(section.column(i)));
      last = name;
    }
  }

  /** Compares a document with its row. */
  public void add(int document, Map<String, Object> attributes, long createdAt, long updatedAt) {
    attributes.forEach((name, value) -> compare(document, name, Attributes.comparable(value)));
    if (createdAt != updatedAt) {
      compare(document, AttributesSection.CREATED, createdAt);
    }
  }

  private void compare(int document, String name, Object value) {
    Column of = columns.get(name);
    if (of == null) {
      if (section.isComplete()) {
        report(name, "document " + document + " has attribute " + name + ", which has no column");
      }
      return;
    }
    of.documents++;
    int number = of.column.numberOf(document);
    if (number < 0 || !of.column.value(number).equals(value)) {
      report(
          name, "document " + document + " has another value of attribute " + name + " in its row");
    }
  }

  private void report(String name, String problem) {
    if (wrong.putIfAbsent(name, problem) == null) {
      problems.add(section.corrupt(problem));
    }
  }

  /** Checks the columns by themselves, after all documents. */
  public void finish() {
    columns.forEach(
        (name, of) -> {
          try {
            String problem = problem(of.column, of.documents);
            if (problem != null) {
              problems.add(of.column.corrupt("attribute " + name + ": " + problem));
            }
          } catch (CorruptFileException e) {
            problems.add(e);
          }
        });
  }

  /** What is wrong with a column of which so many documents have a value; null if nothing is. */
  private static @Nullable String problem(AttributeColumn column, int documents) {
    int[] visited = {0};
    int[] counts = new int[column.values()];
    column.forEach(
        (document, number) -> {
          visited[0]++;
          counts[number]++;
        });
    if (visited[0] != documents || column.documents() != documents) {
      return visited[0] + " documents have a value, the rows of " + documents + " do";
    }
    Object last = null;
    for (int number = 0; number < column.values(); number++) {
      Object value = column.value(number);
      if (last != null && !ascends(last, value)) {
        return "values out of order";
      }
      last = value;
      if (column.find(value) != number) {
        return "value " + number + " is not found";
      }
      BitSet found = new BitSet();
      column.addDocuments(number, found);
      if (found.cardinality() != counts[number] || column.count(number) != counts[number]) {
        return "the list of value " + number + " has another number of documents";
      }
      for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
        if (column.numberOf(i) != number) {
          return "document " + i + " is in the list of value " + number;
        }
      }
    }
    return null;
  }

  private static boolean ascends(Object a, Object b) {
    int kinds = Integer.compare(kind(a), kind(b));
    if (kinds != 0) {
      return kinds < 0;
    }
    return switch (a) {
      case Boolean flag -> !flag && (Boolean) b;
      case Number number -> Attributes.compareNumbers(a, b) < 0;
      case String text ->
          Arrays.compareUnsigned(text.getBytes(UTF_8), ((String) b).getBytes(UTF_8)) < 0;
      default -> false;
    };
  }

  private static int kind(Object value) {
    return switch (value) {
      case Boolean flag -> 0;
      case Long number -> 1;
      case Double number -> 2;
      default -> 3;
    };
  }
}
