/** The commands that query a running instance, and the one that sends events to its topic. */
@NullMarked
package dev.sutra.app.cli.client;

import org.jspecify.annotations.NullMarked;
