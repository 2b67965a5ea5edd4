package dev.sutra.app.topology;

import dev.sutra.app.standing.RegisteredQueries;
import dev.sutra.standing.StandingQuery;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Accepts standing queries, or sends them to the dead letters. The changelog of its store is the
 * topic that the global stores of all instances read: what is accepted, is so for all of them, once
 * the transaction is committed. One task does this for the application, so that the limit is exact.
 */
// Fields are set by init().
@SuppressWarnings("NullAway.Init")
final class QueryRegistrar extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
  static final String STORE = "standing-queries";

  private final RegisteredQueries queries;
  private final EventRouting routing;
  private final EventCounters counters;
  private KeyValueStore<String, StandingQuery> store;
  private RecordBoundary boundary;
  private int count;

  QueryRegistrar(RegisteredQueries queries, EventRouting routing, EventCounters counters) {
    this.queries = queries;
    this.routing = routing;
    this.counters = counters;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    store = context.getStateStore(STORE);
    boundary =
        new RecordBoundary(
            context, routing, NodeNames.QUERY_DEAD_LETTERS, counters::standingDeadLetter);
    count = 0;
    try (KeyValueIterator<String, StandingQuery> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, StandingQuery> unused = all.next();
        count++;
      }
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    boundary.run(record, Origin.of(context()), () -> take(record));
  }

  private void take(Record<byte[], byte[]> record) {
    String id = RecordKeys.idOf(record);
    if (record.value() == null) {
      if (store.delete(id) != null) {
        count--;
      }
      return;
    }
    StandingQuery query = queries.read(id, record.value());
    boolean known = store.get(id) != null;
    if (!known && queries.isFull(count)) {
      throw new IllegalArgumentException(queries.fullReason());
    }
    store.put(id, query);
    count += known ? 0 : 1;
  }
}
