/**
 * Versions: the open segments, the states that readers pin, and the manifest that makes a version
 * durable.
 */
@NullMarked
package dev.sutra.lsm.version;

import org.jspecify.annotations.NullMarked;
