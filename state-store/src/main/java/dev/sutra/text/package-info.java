@NullMarked
package dev.sutra.text;

import org.jspecify.annotations.NullMarked;
