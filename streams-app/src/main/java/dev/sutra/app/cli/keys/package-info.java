/** The commands for files of keys. */
@NullMarked
package dev.sutra.app.cli.keys;

import org.jspecify.annotations.NullMarked;
