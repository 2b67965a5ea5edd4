/** The heap that stores share: a budget, and the account of each store in it. */
@NullMarked
package dev.sutra.memory;

import org.jspecify.annotations.NullMarked;
