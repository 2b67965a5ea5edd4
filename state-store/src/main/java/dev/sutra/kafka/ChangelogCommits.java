package dev.sutra.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** The open stores by their changelogs, to be notified of committed transactions. Thread-safe. */
final class ChangelogCommits {
  /** A store that commits with the transactions of its changelog. */
  interface Listener {
    boolean isOpen();

    /** See {@link org.apache.kafka.streams.processor.StateStore#commit}. */
    void commit(Map<TopicPartition, Long> offsets);
  }

  private final Map<TopicPartition, Listener> stores = new ConcurrentHashMap<>();

  /** Registers a store under its changelog. */
  void opened(TopicPartition changelog, Listener store) {
    stores.put(changelog, store);
  }

  /** Unregisters a store, unless another one has been registered since. */
  void closed(TopicPartition changelog, Listener store) {
    stores.remove(changelog, store);
  }

  boolean isChangelog(TopicPartition partition) {
    return stores.containsKey(partition);
  }

  /**
   * Notifies the store of a committed transaction; on the stream thread, which writes to the store.
   *
   * @param offset of the transaction's last record in the changelog
   */
  void committed(TopicPartition changelog, long offset) {
    Listener store = stores.get(changelog);
    if (store != null && store.isOpen()) {
      store.commit(Map.of(changelog, offset));
    }
  }
}
