package dev.sutra.lsm.core;

/**
 * Limits of the texts that are in a memtable and not yet in its text index.
 *
 * @param backgroundMin bytes of texts from which they are indexed in the background; fewer are left
 *     to the next search
 * @param pendingMax bytes of texts beyond which writers index, too
 */
public record TextLimits(long backgroundMin, long pendingMax) {
  /** One MiB of texts of 200 bytes is indexed in 50 to 80 milliseconds, by one thread. */
  public static final TextLimits DEFAULT = new TextLimits(64 << 10, 1 << 20);
}
