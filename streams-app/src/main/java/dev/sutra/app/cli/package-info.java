/**
 * The commands that ask a running instance, the one that sends events to its topic, and those for
 * the directory of a store that no process has open.
 *
 * <p>Exit codes: 0 done, 1 the server said no or the store is damaged, 2 wrong usage, 3 nobody
 * could be reached or the directory cannot be opened, 4 (produce) some lines were bad, 71 memory or
 * another resource is not enough, 74 the output cannot be written, 141 its reader has gone.
 */
@NullMarked
package dev.sutra.app.cli;

import org.jspecify.annotations.NullMarked;
