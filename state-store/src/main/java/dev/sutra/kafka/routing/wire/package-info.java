/** What instances send each other: values as bytes, and frames that are versioned and signed. */
@NullMarked
package dev.sutra.kafka.routing.wire;

import org.jspecify.annotations.NullMarked;
