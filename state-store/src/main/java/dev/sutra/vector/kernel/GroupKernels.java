package dev.sutra.vector.kernel;

/** The {@link GroupKernel} of this JVM, chosen once. */
public final class GroupKernels {
  /** The kernel. A static final, so that the compiler inlines calls through it. */
  public static final GroupKernel KERNEL =
      VectorKernels.simd() ? new SimdGroupKernel() : new ScalarGroupKernel();

  private GroupKernels() {}
}
