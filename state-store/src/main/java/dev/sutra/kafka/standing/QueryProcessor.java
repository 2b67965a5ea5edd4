package dev.sutra.kafka.standing;

import dev.sutra.standing.QueryIndex;
import dev.sutra.standing.StandingQueryFormat;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index equal to the topic; the global store has the ids of what the index has. It is in
 * memory, so that Kafka Streams reads the topic from its beginning at each start, through a
 * processor of its own: a store on disk would keep a query whose tombstone was compacted away while
 * the instance was down.
 *
 * <p>A query that is not valid cannot be kept out of the topic. It is logged and takes the place of
 * an earlier one of its id, because compaction may remove that one.
 */
// Fields are set by init().
@SuppressWarnings("NullAway.Init")
final class QueryProcessor implements Processor<String, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(QueryProcessor.class);

  private static final byte[] REGISTERED = {};

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
    // An earlier run of the same program may have filled the index.
    index.retain(id -> store.get(id) != null);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    String id = record.key();
    if (id == null) {
      LOG.warn("A standing query without a key is ignored");
      return;
    }
    if (record.value() != null && register(id, record.value())) {
      store.put(id, REGISTERED);
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
