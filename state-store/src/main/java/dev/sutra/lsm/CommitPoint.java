package dev.sutra.lsm;

/**
 * A commit under an outer log.
 *
 * @param sequence all transactions up to it are committed
 * @param data where the outer log stands, opaque
 */
// The data is opaque; commits are not compared.
@SuppressWarnings("ArrayRecordComponent")
record CommitPoint(long sequence, byte[] data) {
  static final CommitPoint NONE = new CommitPoint(0, new byte[0]);
}
