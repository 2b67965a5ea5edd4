package dev.sutra.app.topology;

import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The position of a record: topic, partition and offset. */
record Origin(String topic, int partition, long offset) {
  /** The position of the current record. */
  static Origin of(ProcessingContext context) {
    RecordMetadata metadata =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record outside a topic"));
    return new Origin(metadata.topic(), metadata.partition(), metadata.offset());
  }
}
