/**
 * The app with everything that it needs in one process: a broker, a schema registry, and WordNet as
 * data to try it out with.
 */
@NullMarked
package dev.sutra.app.demo;

import org.jspecify.annotations.NullMarked;
