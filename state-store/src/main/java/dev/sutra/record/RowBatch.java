package dev.sutra.record;

@SuppressWarnings("DoNotCallSuggester")
public final class RowBatch {
  public void put(byte[] key, byte[] value) {
    throw new IllegalStateException("" + key.length + value.length);
  }

  public void delete(byte[] key) {
    throw new IllegalStateException("" + key.length);
  }

  public int size() {
    return 0;
  }

  public void clear() {}
}
