package dev.sutra.kafka.standing;

import dev.sutra.standing.QueryIndex;
import dev.sutra.standing.StandingQueryFormat;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the global store and the index equal to the topic. Kafka Streams restores a global store
 * through its processor, from the offset of the files on; {@code init} indexes what they contain.
 *
 * <p>A query that is not valid cannot be kept out of the topic. It is logged and takes the place of
 * an earlier one of its id, because compaction may remove that one.
 */
// Fields are set by init().
@SuppressWarnings("NullAway.Init")
final class QueryProcessor implements Processor<String, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(QueryProcessor.class);

  private final String storeName;
  private final QueryIndex index;
  private KeyValueStore<String, byte[]> store;

  QueryProcessor(String storeName, QueryIndex index) {
    this.storeName = storeName;
    this.index = index;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = context.getStateStore(storeName);
    Set<String> stored = new HashSet<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> query = all.next();
        if (register(query.key, query.value)) {
          stored.add(query.key);
        }
      }
    }
    // An index that an earlier run of the same program has filled.
    index.retain(stored::contains);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    String id = record.key();
    if (id == null) {
      LOG.warn("A standing query without a key is ignored");
      return;
    }
    if (record.value() != null && register(id, record.value())) {
      store.put(id, record.value());
    } else {
      store.delete(id);
      index.remove(id);
    }
  }

  private boolean register(String id, byte[] value) {
    try {
      index.put(id, StandingQueryFormat.decode(value));
      return true;
    } catch (IllegalArgumentException e) {
      LOG.warn("Standing query {} is ignored: {}", id, e.getMessage());
      return false;
    }
  }
}
