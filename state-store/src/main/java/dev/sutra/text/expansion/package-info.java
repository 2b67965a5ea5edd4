/** The words of a dictionary that a fuzzy word or a prefix stands for. */
@NullMarked
package dev.sutra.text.expansion;

import org.jspecify.annotations.NullMarked;
