/** Tools for stores that are not open: check, dump, summary, log repair, backup and restore. */
@NullMarked
package dev.sutra.engine.tools;

import org.jspecify.annotations.NullMarked;
