/** The data model, and the rows that concepts and associations are kept as. */
@NullMarked
package dev.sutra.record;

import org.jspecify.annotations.NullMarked;
