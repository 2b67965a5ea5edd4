/** Inner loops over vector components and codes, in plain Java and with the Vector API. */
@NullMarked
package dev.sutra.vector.kernel;

import org.jspecify.annotations.NullMarked;
