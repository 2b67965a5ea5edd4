package dev.sutra.app.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance of the group, and what it holds.
 *
 * @param address where the others reach it, as {@code host:port}; null: it has none
 * @param self whether it is the one that answers
 * @param copies ascending by partition; what the group assigned to it if it cannot be reached
 * @param unreachable why it cannot be asked; null: it answered
 */
public record InstanceInfo(
    @Nullable String address, boolean self, List<Copy> copies, @Nullable String unreachable) {
  public InstanceInfo {
    copies = List.copyOf(copies);
  }

  /**
   * A copy of a partition.
   *
   * @param active whether it is active and restored; otherwise it is a standby, or being restored
   * @param lag input records that are not applied to it; null: unknown
   */
  public record Copy(int partition, boolean active, @Nullable Long lag) {}
}
