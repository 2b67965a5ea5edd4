package dev.sutra.app.rest.http;

import dev.sutra.record.Limits;

/**
 * The heap that requests may hold, by what they hold it for: each has its own share, so that slow
 * readers of large answers do not keep anybody else from being served.
 *
 * @param bodies bodies of requests that are arriving or being answered
 * @param questions items that are gathered from the partitions and written as JSON
 * @param answers answers of at most {@link #LARGE_BYTES} that are being sent
 * @param largeAnswers larger answers that are being sent
 */
public record RequestMemory(
    ByteBudget bodies, ByteBudget questions, ByteBudget answers, ByteBudget largeAnswers) {
  /** An answer above this is a large one. */
  static final long LARGE_BYTES = 1 << 20;

  // A text in each of four partitions, the one that is answered, and its JSON.
  private static final long ITEM_BYTES = 6L * Limits.TEXT_BYTES_MAX;

  /** Divides so many bytes: half of them for questions. */
  public static RequestMemory of(long bytes) {
    return new RequestMemory(
        new ByteBudget(bytes / 8),
        new ByteBudget(bytes / 2),
        new ByteBudget(bytes / 8),
        new ByteBudget(bytes / 4));
  }

  /** What a question may take at most while it is answered. */
  public static long questionBytes(int items) {
    return items * ITEM_BYTES;
  }

  /** The share that an answer of so many bytes is counted against while it is sent. */
  ByteBudget answersOf(long bytes) {
    return bytes > LARGE_BYTES ? largeAnswers : answers;
  }
}
