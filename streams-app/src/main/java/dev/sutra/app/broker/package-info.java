/**
 * A Kafka broker inside the process, for trying Sutra out on one machine without installing Kafka.
 */
@NullMarked
package dev.sutra.app.broker;

import org.jspecify.annotations.NullMarked;
