/** Helpers that the serdes and the registry client share. Not supported API. */
@NullMarked
package dev.sutra.schemas.internals;

import org.jspecify.annotations.NullMarked;
