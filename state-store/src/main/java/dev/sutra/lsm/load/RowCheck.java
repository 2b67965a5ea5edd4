package dev.sutra.lsm.load;

import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowFormatException;
import dev.sutra.record.RowKeys;
import dev.sutra.record.Rows;

/** Checks rows of a buffer without decoding them, where possible. Not thread-safe. */
final class RowCheck {
  private final TreeOptions options;
  private final float[] vector;

  RowCheck(TreeOptions options) {
    this.options = options;
    this.vector = new float[options.dimension()];
  }

  /**
   * Checks a row.
   *
   * @throws RowFormatException if it cannot be decoded
   * @throws IllegalArgumentException if its vector does not suit the store
   */
  void check(LoadBuffer buffer, int row) {
    byte[] bytes = buffer.bytes();
    int key = buffer.keyOffset(row);
    int keyLength = buffer.keyLength(row);
    int valueLength = buffer.valueLength(row);
    switch (bytes[key]) {
      case RowKeys.CONCEPT -> {
        if (valueLength < 0) {
          RowKeys.checkConcept(bytes, key, keyLength);
        } else {
          int value = key + keyLength;
          Rows.checkConcept(bytes, key, keyLength, value, valueLength);
          checkVector(bytes, value, valueLength);
        }
      }
      case RowKeys.EDGE_OUT, RowKeys.EDGE_IN -> {
        if (valueLength >= 0) {
          AssociationRow.check(bytes, key, keyLength, key + keyLength, valueLength);
        }
      }
      default -> throw new RowFormatException("a key of unknown keyspace " + bytes[key]);
    }
  }

  private void checkVector(byte[] bytes, int value, int valueLength) {
    if (!ConceptRow.hasVector(bytes, value)) {
      return;
    }
    options.checkDimension(ConceptRow.dimension(bytes, value));
    ConceptRow.readVector(bytes, value, valueLength, vector);
    options.checkVector(vector);
  }
}
