package dev.sutra.kafka.routing.wire;

import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.query.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * What an instance answers.
 *
 * @param refusal why it answers nothing; null: it answers
 * @param parts by partition
 * @param copies of the store in this instance, if they were asked for
 */
public record PeerReply(@Nullable String refusal, List<Part> parts, List<Copy> copies) {
  public static PeerReply refused(String reason) {
    return new PeerReply(reason, List.of(), List.of());
  }

  /**
   * The answer of a partition.
   *
   * @param active whether the copy was the active one, and restored, all the time
   * @param failure why the copy has no result; null: it has one
   * @param message of the failure
   * @param position of the copy
   * @param result empty if it failed
   */
  // The result is an array for speed; replies are not compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Part(
      int partition,
      boolean active,
      @Nullable FailureReason failure,
      String message,
      Map<String, Map<Integer, Long>> position,
      byte[] result) {}

  /**
   * A copy of a partition.
   *
   * @param active whether it is the active one, and restored
   * @param lag changelog records that it has not read; -1: unknown
   */
  public record Copy(int partition, boolean active, long lag) {}
}
