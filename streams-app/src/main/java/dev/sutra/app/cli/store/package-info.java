/** The commands for the directory of a store that no process has open. */
@NullMarked
package dev.sutra.app.cli.store;

import org.jspecify.annotations.NullMarked;
