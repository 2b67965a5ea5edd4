package dev.sutra.vector.kernel;

/** A kernel in plain Java. */
final class ScalarGroupKernel implements GroupKernel {
  @Override
  public void addDots(byte[] group, int offset, short[] vector, int from, int count, int[] sums) {
    int at = offset;
    for (int i = from; i < from + count; i++) {
      int factor = vector[i];
      for (int v = 0; v < GROUP; v++) {
        sums[v] += factor * group[at + v];
      }
      at += GROUP;
    }
  }

  @Override
  public long reaching(
      int[] sums,
      double[] scales,
      double scale,
      double[] rests,
      int from,
      double rest,
      double[] limits) {
    long bits = 0;
    for (int v = 0; v < GROUP; v++) {
      if (sums[v] * scales[v] * scale + rests[from + v] * rest >= limits[v]) {
        bits |= 1L << v;
      }
    }
    return bits;
  }
}
