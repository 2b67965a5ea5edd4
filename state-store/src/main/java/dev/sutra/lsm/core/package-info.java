/**
 * What all parts of a tree share: options and limits, the writers' lock, file numbers, health and
 * counters, and the threads and retries of background work. Knows no other package of the tree.
 */
@NullMarked
package dev.sutra.lsm.core;

import org.jspecify.annotations.NullMarked;
