/** The app in one process with a broker, a schema registry, and WordNet as sample data. */
@NullMarked
package dev.sutra.app.demo;

import org.jspecify.annotations.NullMarked;
