/** Tests of the event's schema, forms and serdes. */
@NullMarked
package dev.sutra.schemas;

import org.jspecify.annotations.NullMarked;
