/** Words for failures of the file system, the network and the machine, for people. */
@NullMarked
package dev.sutra.app.failure;

import org.jspecify.annotations.NullMarked;
