/** The engine's inner loops, each by itself, under JMH; no peers. */
@NullMarked
package dev.sutra.bench.kernels;

import org.jspecify.annotations.NullMarked;
