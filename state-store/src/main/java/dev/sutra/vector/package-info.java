@NullMarked
package dev.sutra.vector;

import org.jspecify.annotations.NullMarked;
