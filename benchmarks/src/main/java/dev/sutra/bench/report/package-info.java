/** Samples, rounds, rows with ratios, plots, and what all benchmarks share. */
@NullMarked
package dev.sutra.bench.report;

import org.jspecify.annotations.NullMarked;
