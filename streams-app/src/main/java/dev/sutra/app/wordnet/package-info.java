/**
 * WordNet 3.1 as concepts and associations: real data for a first try, tests and measurements.
 *
 * <p>The data is read from the class path in the format of <em>wndb(5WN)</em>; see Fellbaum (ed.),
 * "WordNet: An Electronic Lexical Database", 1998. WordNet is Princeton University's; its licence
 * must go with each copy of it.
 */
@NullMarked
package dev.sutra.app.wordnet;

import org.jspecify.annotations.NullMarked;
