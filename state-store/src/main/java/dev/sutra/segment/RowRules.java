package dev.sutra.segment;

import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowFormatException;
import dev.sutra.record.RowKeys;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.util.Arrays;

/**
 * The rules for rows of a store.
 *
 * @param dimension length of every vector
 * @param similarity similarity that every vector must be valid for
 * @param analyzer analyzer of texts
 */
public record RowRules(int dimension, Similarity similarity, TextAnalyzer analyzer) {
  /**
   * Checks a row with its complete value.
   *
   * @throws RowFormatException if it cannot be decoded
   * @throws IllegalArgumentException if its vector is invalid for the store
   */
  public void check(byte[] key, byte[] value) {
    checkKey(key);
    if (key[0] != RowKeys.CONCEPT) {
      AssociationRow.decode(key, value);
      return;
    }
    Concept concept = ConceptRow.decode(RowKeys.conceptId(key), value);
    float[] vector = concept.vector();
    if (vector != null && vector.length != dimension) {
      throw new IllegalArgumentException(
          "a vector of " + vector.length + " components; the store's dimension is " + dimension);
    }
    if (vector != null) {
      similarity.validate(vector);
    }
  }

  /**
   * Checks a key. A tombstone has nothing else.
   *
   * @throws RowFormatException if it is not the key of a row
   */
  public static void checkKey(byte[] key) {
    if (key.length < 2 || key[0] < RowKeys.CONCEPT || key[0] > RowKeys.EDGE_IN) {
      throw new RowFormatException("a key of unknown keyspace");
    }
    if (key[0] == RowKeys.CONCEPT && !Arrays.equals(RowKeys.concept(RowKeys.conceptId(key)), key)) {
      throw new RowFormatException("an id that is not UTF-8");
    }
  }
}
