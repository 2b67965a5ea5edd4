package dev.sutra.vector.kernel;

/** The {@link ByteKernel} of this JVM, chosen once. */
public final class ByteKernels {
  /** The kernel. A static final, so that the compiler inlines calls through it. */
  public static final ByteKernel KERNEL =
      VectorKernels.simd() ? new SimdByteKernel() : new ScalarByteKernel();

  private ByteKernels() {}
}
