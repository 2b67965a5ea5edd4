package dev.sutra.lsm.version;

import dev.sutra.lsm.core.Counters;

/**
 * How far the segments of a version reach.
 *
 * @param sequence last transaction in the segments
 * @param counters totals as of that transaction
 */
public record FlushPoint(long sequence, Counters counters) {}
