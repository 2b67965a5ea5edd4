package dev.sutra.app.topology;

import dev.sutra.kafka.ConceptStore;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** A processor that writes to the store and sends invalid records to the dead-letter topic. */
// Fields are set by init().
@SuppressWarnings("NullAway.Init")
abstract class IngestProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
  private final String storeName;
  private final EventRouting routing;
  private final EventCounters counters;
  private final Supplier<EventApplier> appliers;
  private EventApplier applier;
  private ConceptStore store;
  private RecordBoundary boundary;

  IngestProcessor(
      String storeName,
      EventRouting routing,
      EventCounters counters,
      Supplier<EventApplier> appliers) {
    this.storeName = storeName;
    this.routing = routing;
    this.counters = counters;
    this.appliers = appliers;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    store = context.getStateStore(storeName);
    boundary = new RecordBoundary(context, routing, NodeNames.DEAD_LETTERS, this::deadLetterSent);
    applier = appliers.get();
    applier.init(context, store);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Origin origin = Origin.of(context());
    guard(record, origin, () -> take(record, origin));
  }

  /**
   * Processes a record.
   *
   * @param origin its position
   * @throws RuntimeException of any kind; {@link RecordBoundary} handles it
   */
  abstract void take(Record<byte[], byte[]> record, Origin origin);

  /** See {@link RecordBoundary#run}. */
  void guard(Record<byte[], byte[]> record, Origin origin, Runnable work) {
    boundary.run(record, origin, work);
  }

  private void deadLetterSent() {
    store.markProcessed();
    counters.deadLetter();
  }

  ConceptStore store() {
    return store;
  }

  EventApplier applier() {
    return applier;
  }

  @Override
  public void close() {
    if (applier != null) {
      applier.close();
    }
  }
}
