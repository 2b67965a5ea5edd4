/** Where the words of a query are in a text, and the part of it that shows them best. */
@NullMarked
package dev.sutra.text.highlight;

import org.jspecify.annotations.NullMarked;
