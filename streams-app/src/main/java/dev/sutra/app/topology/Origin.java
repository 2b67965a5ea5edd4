package dev.sutra.app.topology;

import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Where a record came from. */
record Origin(String topic, int partition, long offset) {
  /** The place of the record that is being processed. */
  static Origin of(ProcessingContext context) {
    RecordMetadata metadata =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record outside a topic"));
    return new Origin(metadata.topic(), metadata.partition(), metadata.offset());
  }
}
