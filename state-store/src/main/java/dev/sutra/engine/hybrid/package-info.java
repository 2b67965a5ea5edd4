/** Several rankings combined into one. Depends on results only, not on stores. */
@NullMarked
package dev.sutra.engine.hybrid;

import org.jspecify.annotations.NullMarked;
