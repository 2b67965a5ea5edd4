package dev.sutra.kafka.routing;

import java.util.List;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * An instance of the group.
 *
 * @param address its {@code application.server}
 * @param self whether it is this one
 * @param copies of the store that it holds, ascending by partition; what the metadata says if it
 *     cannot be reached
 * @param unreachable why it cannot be asked, or if it is this one, why the others cannot ask it;
 *     null: it answered
 */
public record Instance(
    HostInfo address, boolean self, List<Copy> copies, @Nullable String unreachable) {
  /**
   * A copy of a partition.
   *
   * @param active whether it is the active one, and restored
   * @param lag changelog records that it has not read; null: unknown
   */
  public record Copy(int partition, boolean active, @Nullable Long lag) {}
}
