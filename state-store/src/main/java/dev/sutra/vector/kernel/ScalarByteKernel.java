package dev.sutra.vector.kernel;

/** A kernel in plain Java. */
final class ScalarByteKernel implements ByteKernel {
  @Override
  public int dot(byte[] a, int aOffset, short[] b, int bOffset, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }
}
