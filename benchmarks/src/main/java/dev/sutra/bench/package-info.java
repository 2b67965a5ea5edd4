/**
 * Measures the engine and its peers in one process, in turns, and prints medians with ratios.
 *
 * <p>{@link dev.sutra.bench.Main} is the command line; {@link dev.sutra.bench.report.Rounds} takes
 * the turns; a class per benchmark says what is timed. The configuration of the peers and each case
 * are described in {@code docs/benchmarks.md}.
 */
@NullMarked
package dev.sutra.bench;

import org.jspecify.annotations.NullMarked;
