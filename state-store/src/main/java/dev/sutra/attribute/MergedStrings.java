package dev.sutra.attribute;

import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The different strings of several columns, in order. They stay in the columns until written. */
final class MergedStrings implements Strings {
  private final List<AttributeColumn> inputs;
  private final boolean[][] used;
  // Where the next string of each input is, and its bytes; null at the end.
  private final int[] next;
  private final byte[] @Nullable [] heads;
  // By input and number in it: the index of the string, for those that are used.
  private final int[][] indexes;
  // The input and the index in it that each string is read from.
  private int[] sources = new int[16];
  private int[] places = new int[16];
  private int[] lengths = new int[16];
  private int count;

  /**
   * Merges the strings.
   *
   * @param used by input and number of the value, whether it is used
   */
  MergedStrings(List<AttributeColumn> inputs, boolean[][] used) {
    this.inputs = inputs;
    this.used = used;
    this.next = new int[inputs.size()];
    this.heads = new byte[inputs.size()][];
    this.indexes = new int[inputs.size()][];
    for (int i = 0; i < next.length; i++) {
      indexes[i] = new int[inputs.get(i).layout().strings()];
      next[i] = -1;
      advance(i);
    }
    byte[] least = least();
    while (least != null) {
      add(least);
      least = least();
    }
  }

  private byte @Nullable [] least() {
    byte[] least = null;
    for (byte[] head : heads) {
      if (head != null && (least == null || Arrays.compareUnsigned(head, least) < 0)) {
        least = head;
      }
    }
    return least;
  }

  private void add(byte[] string) {
    if (count == sources.length) {
      sources = Arrays.copyOf(sources, 2 * count);
      places = Arrays.copyOf(places, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    lengths[count] = string.length;
    for (int i = 0; i < next.length; i++) {
      if (heads[i] != null && Arrays.equals(heads[i], string)) {
        sources[count] = i;
        places[count] = next[i];
        indexes[i][next[i]] = count;
        advance(i);
      }
    }
    count++;
  }

  private void advance(int input) {
    AttributeColumn column = inputs.get(input);
    ColumnLayout layout = column.layout();
    byte[] last = heads[input];
    int at = next[input] + 1;
    while (at < layout.strings() && !used[input][layout.firstString() + at]) {
      at++;
    }
    next[input] = at;
    heads[input] = at < layout.strings() ? column.dictionary().string(at) : null;
    if (last != null && heads[input] != null && Arrays.compareUnsigned(last, heads[input]) >= 0) {
      throw column.corrupt("strings out of order");
    }
  }

  /** Sets the numbers of the strings by those of the inputs. */
  void number(int firstString, int[][] numbers) {
    for (int i = 0; i < next.length; i++) {
      int first = inputs.get(i).layout().firstString();
      for (int index = 0; index < indexes[i].length; index++) {
        numbers[i][first + index] = firstString + indexes[i][index];
      }
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int length(int index) {
    return lengths[index];
  }

  @Override
  public void write(int index, SectionOutput out) throws IOException {
    byte[] string = inputs.get(sources[index]).dictionary().string(places[index]);
    out.writeBytes(string, 0, string.length);
  }
}
