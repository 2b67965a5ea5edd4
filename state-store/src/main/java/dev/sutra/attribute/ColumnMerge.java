package dev.sutra.attribute;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Merges the columns of one attribute. Not thread-safe. */
final class ColumnMerge {
  private final List<AttributeColumn> inputs;
  private final List<int[]> documents;
  // The pairs of the result; before the dictionary is known, with the values' numbers in the input.
  private long[] pairs = new long[64];
  private int size;
  // By input, where its pairs end.
  private final int[] ends;
  private final boolean[][] used;
  private final int[][] numbers;

  /**
   * Prepares a merge.
   *
   * @param documents for each input, the documents in the result; -1 for those that are not in it
   */
  ColumnMerge(List<AttributeColumn> inputs, List<int[]> documents) {
    this.inputs = inputs;
    this.documents = documents;
    this.ends = new int[inputs.size()];
    this.used = new boolean[inputs.size()][];
    this.numbers = new int[inputs.size()][];
  }

  /** Writes the column, unless no document of the result has a value. */
  void write(byte[] name, AttributesWriter writer) throws IOException {
    for (int i = 0; i < ends.length; i++) {
      collect(i);
      ends[i] = size;
    }
    if (size == 0) {
      return;
    }
    Dictionary dictionary = dictionary();
    int at = 0;
    for (int i = 0; i < ends.length; i++) {
      for (; at < ends[i]; at++) {
        int document = (int) (pairs[at] >>> Integer.SIZE);
        pairs[at] = ColumnWriter.pair(document, numbers[i][(int) pairs[at]]);
      }
    }
    if (ends.length > 1) {
      // The pairs of an input ascend: runs are merged.
      Arrays.sort(pairs, 0, size);
    }
    writer.write(name, dictionary, pairs, size);
  }

  private void collect(int input) {
    AttributeColumn column = inputs.get(input);
    int[] map = documents.get(input);
    boolean[] usedHere = new boolean[column.values()];
    column.forEach(
        (document, number) -> {
          int merged = map[document];
          if (merged >= 0) {
            usedHere[number] = true;
            if (size == pairs.length) {
              pairs = Arrays.copyOf(pairs, 2 * size);
            }
            pairs[size++] = ColumnWriter.pair(merged, number);
          }
        });
    used[input] = usedHere;
  }

  /** Merges the values that are used, and sets their numbers by those of the inputs. */
  private Dictionary dictionary() {
    int booleans = 0;
    LongStream longs = LongStream.empty();
    DoubleStream doubles = DoubleStream.empty();
    for (int i = 0; i < used.length; i++) {
      AttributeColumn column = inputs.get(i);
      boolean[] usedHere = used[i];
      ColumnLayout layout = column.layout();
      for (int number = 0; number < layout.firstLong(); number++) {
        int bit = Boolean.TRUE.equals(column.value(number)) ? 2 : 1;
        booleans |= usedHere[number] ? bit : 0;
      }
      longs =
          LongStream.concat(
              longs,
              IntStream.range(0, layout.longs())
                  .filter(index -> usedHere[layout.firstLong() + index])
                  .mapToLong(column.dictionary()::longAt));
      doubles =
          DoubleStream.concat(
              doubles,
              IntStream.range(0, layout.doubles())
                  .filter(index -> usedHere[layout.firstDouble() + index])
                  .mapToDouble(column.dictionary()::doubleAt));
      numbers[i] = new int[usedHere.length];
    }
    Dictionary dictionary =
        new Dictionary(
            booleans,
            longs.sorted().distinct().toArray(),
            doubles.sorted().distinct().toArray(),
            new MergedStrings(inputs, used));
    for (int i = 0; i < used.length; i++) {
      number(i, dictionary);
    }
    ((MergedStrings) dictionary.strings()).number(dictionary.firstString(), numbers);
    return dictionary;
  }

  private void number(int input, Dictionary dictionary) {
    AttributeColumn column = inputs.get(input);
    ColumnLayout layout = column.layout();
    for (int number = 0; number < layout.firstString(); number++) {
      if (used[input][number]) {
        numbers[input][number] =
            switch (column.value(number)) {
              case Boolean flag -> dictionary.number(flag);
              case Long whole ->
                  dictionary.firstLong() + Arrays.binarySearch(dictionary.longs(), whole);
              case Double floating ->
                  dictionary.firstDouble() + Arrays.binarySearch(dictionary.doubles(), floating);
              default -> throw new IllegalStateException("a string before the strings");
            };
      }
    }
  }
}
