/**
 * The commands that ask a running instance, and the one that sends events to its topic.
 *
 * <p>Exit codes: 0 done, 1 the server said no, 2 wrong usage, 3 nobody could be reached, 4
 * (produce) some lines were bad.
 */
@NullMarked
package dev.sutra.app.cli;

import org.jspecify.annotations.NullMarked;
