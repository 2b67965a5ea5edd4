package dev.sutra.text.query;

/**
 * What a part of a query adds to the score of a document: {@code boost × idf × f / (f + 1.2 × (0.25
 * + 0.75 × length / averageLength))}, with the frequency as {@code f}. The parts of a hit sum to
 * its score.
 *
 * @param part a term, which is a stem; a phrase in quotes with its slop; or a prefix with its star
 * @param boost by which it is multiplied; of a word that stands for a fuzzy one, with its share
 * @param idf the weight of the term, of a phrase the sum over its terms
 * @param frequency how often it is in the document; of a prefix 1
 * @param length terms of the document
 * @param averageLength terms of a document on average
 * @param score what it adds
 */
public record ScorePart(
    String part,
    double boost,
    double idf,
    int frequency,
    int length,
    double averageLength,
    double score) {}
