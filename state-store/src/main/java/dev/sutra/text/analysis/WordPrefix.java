package dev.sutra.text.analysis;

import java.util.List;

/**
 * The beginning of a word, as it is spelled in an index, or of several consecutive words.
 *
 * @param words one or more; all but the last are whole
 * @param rest characters after the last word: either it continues with them, or it ends there
 */
public record WordPrefix(List<String> words, String rest) {}
