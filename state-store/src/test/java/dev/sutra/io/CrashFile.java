package dev.sutra.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The contents of one file of a {@link CrashStorage}, and how much of them is durable. */
final class CrashFile {
  private static final int SECTOR_BYTES = 512;

  private byte[] contents;
  private int length;
  private int forced;
  private boolean forceFailed;
  // What it was before a truncation that is not durable yet.
  private @Nullable CrashFile uncut;

  /** Takes over the array, as durable contents. */
  CrashFile(byte[] durable) {
    contents = durable;
    length = durable.length;
    forced = durable.length;
  }

  int length() {
    return length;
  }

  byte[] bytes() {
    return Arrays.copyOf(contents, length);
  }

  void append(ByteBuffer bytes) {
    int added = bytes.remaining();
    if (length + added > contents.length) {
      contents = Arrays.copyOf(contents, Math.max(length + added, 2 * contents.length));
    }
    bytes.get(contents, length, added);
    length += added;
  }

  void force() {
    if (!forceFailed) {
      uncut = null;
      forced = length;
    }
  }

  /** What was not durable is dropped from the list of what the next force has to write. */
  void failForce() {
    forceFailed = true;
  }

  void truncate(int newLength) {
    CrashFile before = new CrashFile(bytes());
    before.forced = forced;
    before.uncut = uncut;
    uncut = before;
    length = Math.min(length, newLength);
    forced = Math.min(forced, length);
  }

  /** A possible state of the file after a power cut. */
  CrashFile crash(Random random) {
    if (uncut != null && random.nextBoolean()) {
      return uncut.crash(random);
    }
    int end =
        switch (random.nextInt(4)) {
          case 0 -> forced;
          case 1 -> length;
          default -> forced + random.nextInt(length - forced + 1);
        };
    byte[] left = Arrays.copyOf(contents, end);
    int tornPercent = random.nextInt(3) * 30;
    int start = forced;
    while (start < end) {
      int sectorEnd = Math.min(end, (start / SECTOR_BYTES + 1) * SECTOR_BYTES);
      if (random.nextInt(100) < tornPercent) {
        tear(left, start, sectorEnd, random);
      }
      start = sectorEnd;
    }
    return new CrashFile(left);
  }

  private static void tear(byte[] bytes, int start, int end, Random random) {
    if (random.nextBoolean()) {
      Arrays.fill(bytes, start, end, (byte) 0);
    } else {
      byte[] garbage = new byte[end - start];
      random.nextBytes(garbage);
      System.arraycopy(garbage, 0, bytes, start, garbage.length);
    }
  }
}
