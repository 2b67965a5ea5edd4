/**
 * Text analysis: folds Unicode, splits a text into words, and makes terms of them by the rules of a
 * language.
 */
@NullMarked
package dev.sutra.text.analysis;

import org.jspecify.annotations.NullMarked;
