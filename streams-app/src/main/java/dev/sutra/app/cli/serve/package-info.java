/** The command that runs an instance. */
@NullMarked
package dev.sutra.app.cli.serve;

import org.jspecify.annotations.NullMarked;
