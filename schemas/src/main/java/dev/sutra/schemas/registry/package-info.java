/** A client of the schema registry's REST protocol, and an in-memory registry for tests. */
@NullMarked
package dev.sutra.schemas.registry;

import org.jspecify.annotations.NullMarked;
