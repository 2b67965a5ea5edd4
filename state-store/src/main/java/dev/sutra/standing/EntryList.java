package dev.sutra.standing;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queries with the same key. One thread changes the list; any number of threads read it without a
 * lock, and may see a change that is under way or not.
 */
final class EntryList {
  // Null where an entry was removed, and after the last one. Written after each change of an
  // element, so that a reader of the array sees the element.
  private volatile @Nullable Entry[] entries = new Entry[1];
  private int end;
  private int removed;

  void add(Entry entry) {
    @Nullable Entry[] array = entries;
    if (end == array.length) {
      array = Arrays.copyOf(array, 2 * end);
    }
    array[end++] = entry;
    entries = array;
  }

  void remove(Entry entry) {
    @Nullable Entry[] array = entries;
    for (int i = 0; i < end; i++) {
      if (array[i] == entry) {
        array[i] = null;
        removed++;
        entries = array;
        break;
      }
    }
    if (2 * removed > end) {
      compact();
    }
  }

  boolean isEmpty() {
    return end == 0;
  }

  void forEach(Consumer<Entry> action) {
    for (Entry entry : entries) {
      if (entry != null) {
        action.accept(entry);
      }
    }
  }

  /** Copies the entries, because readers may be reading the array. */
  private void compact() {
    @Nullable Entry[] kept = new Entry[Math.max(1, end - removed)];
    int count = 0;
    for (Entry entry : entries) {
      if (entry != null) {
        kept[count++] = entry;
      }
    }
    entries = kept;
    end = count;
    removed = 0;
  }
}
