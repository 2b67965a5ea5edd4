/** The program: its command line. */
@NullMarked
package dev.sutra.app;

import org.jspecify.annotations.NullMarked;
