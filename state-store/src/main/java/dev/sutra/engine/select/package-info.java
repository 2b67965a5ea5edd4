/** Finds the concepts of a snapshot that meet the condition of a filter. */
@NullMarked
package dev.sutra.engine.select;

import org.jspecify.annotations.NullMarked;
