/** One instance of the app: configuration, topics, stream and REST service put together. */
@NullMarked
package dev.sutra.app.server;

import org.jspecify.annotations.NullMarked;
