/**
 * Full text, in five packages without classes on top.
 *
 * <ul>
 *   <li>{@code analysis} makes terms of texts.
 *   <li>{@code score} contains BM25 and the contracts between a source and a search.
 *   <li>{@code index} is the text index of a segment.
 *   <li>{@code buffer} is the inverted index of a memtable; a flush writes it as a text index.
 *   <li>{@code query} parses queries and searches; it knows neither index nor buffer.
 * </ul>
 */
@NullMarked
package dev.sutra.text;

import org.jspecify.annotations.NullMarked;
