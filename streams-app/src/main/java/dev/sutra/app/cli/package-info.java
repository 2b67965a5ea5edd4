/**
 * What all commands share: running them, exit codes, tables and the terminal.
 *
 * <p>Exit codes: 0 done, 1 the server refused or the store is corrupt, 2 wrong usage, 3 the server
 * is unreachable or the directory cannot be opened, 4 (produce) some lines were invalid, 71 memory
 * or another resource is exhausted, 74 the output cannot be written, 141 its reader has gone.
 */
@NullMarked
package dev.sutra.app.cli;

import org.jspecify.annotations.NullMarked;
