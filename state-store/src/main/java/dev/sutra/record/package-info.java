/** The data model, and the rows that store concepts and associations. */
@NullMarked
package dev.sutra.record;

import org.jspecify.annotations.NullMarked;
