/** Executes queries over all partitions of the store, and sends events to the topic. */
@NullMarked
package dev.sutra.app.service;

import org.jspecify.annotations.NullMarked;
