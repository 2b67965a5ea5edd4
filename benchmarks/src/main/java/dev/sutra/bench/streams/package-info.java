/** Stores inside Kafka Streams, on a real broker: {@code streams}. */
@NullMarked
package dev.sutra.bench.streams;

import org.jspecify.annotations.NullMarked;
