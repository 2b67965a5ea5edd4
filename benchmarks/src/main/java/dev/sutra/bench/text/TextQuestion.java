package dev.sutra.bench.text;

/**
 * A query as it is typed.
 *
 * @param all whether all words must match, not any
 */
record TextQuestion(String words, boolean all) {}
