package dev.sutra.kafka.streams;

import dev.sutra.kafka.ConceptStore;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/** Asks a concept store about each event. */
abstract class StoreProcessor<K, V, R> extends ContextualFixedKeyProcessor<K, V, R> {
  private final String name;
  private @Nullable ConceptStore store;
  private @Nullable InvalidEvents invalid;

  StoreProcessor(String name) {
    this.name = name;
  }

  @Override
  public void init(FixedKeyProcessorContext<K, R> context) {
    super.init(context);
    StateStore found = context.getStateStore(name);
    if (!(found instanceof ConceptStore concepts)) {
      throw new IllegalArgumentException(
          "store " + name + " is not a concept store" + (found == null ? ": it is missing" : ""));
    }
    store = concepts;
    invalid = new InvalidEvents(context, name);
  }

  @Override
  public void process(FixedKeyRecord<K, V> record) {
    if (store == null || invalid == null) {
      throw new IllegalStateException("the processor is not initialized");
    }
    V value = record.value();
    R result = value == null ? null : answer(store, record.key(), value, invalid);
    if (result != null) {
      context().forward(record.withValue(result));
    }
  }

  /** What becomes of an event; null: nothing. */
  abstract @Nullable R answer(ConceptStore store, K key, V value, InvalidEvents invalid);

  @Override
  public void close() {
    if (invalid != null) {
      invalid.close();
    }
  }
}
