/**
 * The query language of full text search: expressions as values, and the parsers of the texts that
 * users type. What a word finds is decided later, by the analyzer of a store.
 */
@NullMarked
package dev.sutra.text.syntax;

import org.jspecify.annotations.NullMarked;
