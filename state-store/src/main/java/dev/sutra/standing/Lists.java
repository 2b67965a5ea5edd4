package dev.sutra.standing;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Lists of queries by key. One thread changes them, any number read them without a lock. */
final class Lists<K> {
  private final ConcurrentMap<K, EntryList> lists;

  Lists(ConcurrentMap<K, EntryList> lists) {
    this.lists = lists;
  }

  static <K> Lists<K> hashed() {
    return new Lists<>(new ConcurrentHashMap<>());
  }

  void add(K key, Entry entry) {
    lists.computeIfAbsent(key, missing -> new EntryList()).add(entry);
  }

  void remove(K key, Entry entry) {
    EntryList list = lists.get(key);
    if (list != null) {
      list.remove(entry);
      if (list.isEmpty()) {
        lists.remove(key);
      }
    }
  }

  void forEach(K key, Consumer<Entry> action) {
    EntryList list = lists.get(key);
    if (list != null) {
      list.forEach(action);
    }
  }
}
