package dev.sutra.schemas.internals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bounded LRU cache. Thread-safe. */
public final class BoundedCache<K, V> {
  private final Map<K, V> entries;

  public BoundedCache(int entriesMax) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > entriesMax;
          }
        };
  }

  public synchronized @Nullable V find(K key) {
    return entries.get(key);
  }

  public synchronized void keep(K key, V value) {
    entries.put(key, value);
  }

  public synchronized int size() {
    return entries.size();
  }
}
