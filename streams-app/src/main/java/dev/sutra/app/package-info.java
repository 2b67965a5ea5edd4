/** The program: a command line over the app's parts. */
@NullMarked
package dev.sutra.app;

import org.jspecify.annotations.NullMarked;
