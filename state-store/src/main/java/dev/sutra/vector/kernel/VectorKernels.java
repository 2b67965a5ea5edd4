package dev.sutra.vector.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link VectorKernel} of this JVM, chosen once. Thread-safe. */
public final class VectorKernels {
  private static final Logger LOG = LoggerFactory.getLogger(VectorKernels.class);
  // A static final, so that the compiler inlines calls through it.
  private static final VectorKernel KERNEL = choose();

  private VectorKernels() {}

  public static float dot(float[] a, float[] b, int bOffset) {
    return KERNEL.dot(a, b, bOffset);
  }

  public static float dot(float[] a, MemorySegment b, long bOffset) {
    return KERNEL.dot(a, b, bOffset);
  }

  public static float squaredDistance(float[] a, float[] b, int bOffset) {
    return KERNEL.squaredDistance(a, b, bOffset);
  }

  public static float squaredDistance(float[] a, MemorySegment b, long bOffset) {
    return KERNEL.squaredDistance(a, b, bOffset);
  }

  public static void dots(float[] a, MemorySegment[] b, long[] offsets, int from, float[] out) {
    KERNEL.dots(a, b, offsets, from, out);
  }

  public static void squaredDistances(
      float[] a, MemorySegment[] b, long[] offsets, int from, float[] out) {
    KERNEL.squaredDistances(a, b, offsets, from, out);
  }

  /** Whether the kernel of this JVM uses SIMD. */
  static boolean simd() {
    return KERNEL instanceof SimdKernel;
  }

  private static VectorKernel choose() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      LOG.info(
          "Vectors are compared without SIMD: start Java with --add-modules jdk.incubator.vector");
      return new ScalarKernel();
    }
    if (!hasFusedMultiplyAdd()) {
      LOG.info("Vectors are compared without SIMD: the processor has no fused multiply-add");
      return new ScalarKernel();
    }
    LOG.info("Vectors are compared with SIMD, {} bits a register", SimdKernel.bits());
    return new SimdKernel();
  }

  /** Without it, the Vector API emulates fused multiply-add with BigDecimal. */
  private static boolean hasFusedMultiplyAdd() {
    try {
      HotSpotDiagnosticMXBean options =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return options == null || Boolean.parseBoolean(options.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException e) {
      // A JVM without this option decides on its own.
      return true;
    }
  }
}
