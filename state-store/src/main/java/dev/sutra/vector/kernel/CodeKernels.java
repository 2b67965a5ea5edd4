package dev.sutra.vector.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The {@link CodeKernel} of this JVM, chosen once. */
public final class CodeKernels {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /** The kernel. A static final, so that the compiler inlines calls through it. */
  public static final CodeKernel KERNEL =
      VectorKernels.simd() ? new SimdCodeKernel(looksUpIn512Bits()) : new ScalarCodeKernel();

  private CodeKernels() {}

  /**
   * Whether one instruction shuffles the bytes of a 512-bit register. Without AVX-512 VBMI the
   * Vector API silently falls back to Java code, a thousand times slower. If the processor's
   * features cannot be read, 128 bits are used.
   */
  static boolean looksUpIn512Bits() {
    if (SimdKernel.bits() < 512 || !Files.isReadable(PROCESSORS)) {
      return false;
    }
    try {
      List<String> lines = Files.readAllLines(PROCESSORS);
      return lines.stream()
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .filter(line -> (line + " ").contains(" avx512vbmi "))
          .isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
