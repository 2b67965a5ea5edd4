package dev.sutra.kafka;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** The README's example: stores each text, links it to similar texts, forwards those matches. */
final class ConceptStoreExample {
  private ConceptStoreExample() {}

  static Topology topology() {
    return new Topology()
        .addSource("in", new StringDeserializer(), new StringDeserializer(), "texts")
        .addProcessor("relate", Relate::new, "in")
        .addStateStore(ConceptStores.persistent("concepts").withDimension(384), "relate")
        .addSink("out", "related", new StringSerializer(), new StringSerializer(), "relate");
  }

  private static final class Relate extends ContextualProcessor<String, String, String, String> {
    @Override
    public void process(Record<String, String> text) {
      ConceptStore store = context().getStateStore("concepts");
      long now = text.timestamp();
      for (Hit hit : store.search(new TextSearch(text.value(), 3, null))) {
        store.associate(Association.of(text.key(), "SEMANTIC", hit.id(), 1, now));
        context().forward(text.withValue(hit.id()));
      }
      store.put(
          Concept.builder(text.key()).text(text.value()).createdAt(now).updatedAt(now).build());
    }
  }
}
