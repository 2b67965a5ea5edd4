package dev.sutra.text.expansion;

/**
 * A word of the dictionary that stands for a word of a query.
 *
 * @param word as it is spelled in texts, in lower case
 * @param term what is searched for it
 * @param edits by which it differs from the word of the query
 * @param documents live documents that contain it
 */
public record Expansion(String word, String term, int edits, long documents) {}
