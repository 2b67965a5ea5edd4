/** The tasks of this instance: which are active and restored, and the copies of their stores. */
@NullMarked
package dev.sutra.kafka.task;

import org.jspecify.annotations.NullMarked;
