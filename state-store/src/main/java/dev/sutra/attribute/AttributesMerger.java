package dev.sutra.attribute;

import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Merges sections of attributes, column by column and without rows. */
public final class AttributesMerger {
  private final List<AttributesSection> inputs;
  private final List<int[]> documents;
  private final int[] next;

  private AttributesMerger(List<AttributesSection> inputs, List<int[]> documents) {
    this.inputs = inputs;
    this.documents = documents;
    this.next = new int[inputs.size()];
  }

  /**
   * Writes the merged section, whose output has just begun. Values of documents that are not in the
   * result are dropped.
   *
   * @param documents for each input, the documents in the result by those of the input; -1 for
   *     those that are not in it
   * @param merged number of documents of the result
   * @param checkpoint called for each column; cancels by throwing an exception
   */
  public static void merge(
      List<AttributesSection> inputs,
      List<int[]> documents,
      int merged,
      SectionOutput out,
      Runnable checkpoint)
      throws IOException {
    AttributesWriter writer = new AttributesWriter(out, merged);
    new AttributesMerger(inputs, documents).run(writer, checkpoint);
    writer.finish();
  }

  private void run(AttributesWriter writer, Runnable checkpoint) throws IOException {
    if (inputs.stream().anyMatch(input -> !input.isComplete())) {
      writer.leaveOut();
    }
    byte[] name = leastName();
    while (name != null) {
      checkpoint.run();
      List<AttributeColumn> columns = new ArrayList<>();
      List<int[]> maps = new ArrayList<>();
      boolean whole = true;
      for (int i = 0; i < next.length; i++) {
        AttributesSection input = inputs.get(i);
        if (next[i] < input.columns() && Arrays.equals(input.name(next[i]), name)) {
          columns.add(input.column(next[i]++));
          maps.add(documents.get(i));
        } else {
          // An input may have this attribute without a column.
          whole &= input.isComplete();
        }
      }
      if (whole) {
        new ColumnMerge(columns, maps).write(name, writer);
      }
      byte[] last = name;
      name = leastName();
      if (name != null && Arrays.compareUnsigned(name, last) <= 0) {
        throw columns.getFirst().corrupt("names of attributes out of order");
      }
    }
  }

  private byte @Nullable [] leastName() {
    byte[] least = null;
    for (int i = 0; i < next.length; i++) {
      if (next[i] < inputs.get(i).columns()) {
        byte[] name = inputs.get(i).name(next[i]);
        least = least == null || Arrays.compareUnsigned(name, least) < 0 ? name : least;
      }
    }
    return least;
  }
}
