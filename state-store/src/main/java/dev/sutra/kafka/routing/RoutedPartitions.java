package dev.sutra.kafka.routing;

import dev.sutra.kafka.ConceptQuery;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The partitions of all instances. A partition is asked here if it is active here, otherwise where
 * the metadata says that it is; an instance that has lost it meanwhile says so, and the metadata is
 * read again. Thread-safe.
 */
final class RoutedPartitions implements PartitionSource {
  /** How often partitions are looked for at instances that do not have them any more. */
  private static final int ATTEMPTS_MAX = 4;

  private final LocalPartitions local;
  private final Supplier<Placement> placements;
  private final HostInfo self;
  private final PeerClient peers;

  RoutedPartitions(
      LocalPartitions local, Supplier<Placement> placements, HostInfo self, PeerClient peers) {
    this.local = local;
    this.placements = placements;
    this.self = self;
    this.peers = peers;
  }

  @Override
  public <R> Map<Integer, PartitionAnswer<R>> query(
      ConceptQuery<R> query, Set<Integer> partitions, QueryOptions options) {
    Set<Integer> here = new HashSet<>(partitions);
    here.removeIf(partition -> !local.isActive(partition));
    if (here.size() == partitions.size()) {
      return local.query(query, here, options);
    }
    QueryOptions forPeers = options.withTimeout(patience(options));
    Backoff backoff = new Backoff(System.nanoTime() + forPeers.timeout().toNanos());
    try (Scatter<R> scatter = new Scatter<>(peers, query, forPeers)) {
      Set<Integer> open = partitions;
      int attempts = 0;
      do {
        Placement placement = placements.get();
        open = attempt(scatter, query, open, options, placement);
        attempts++;
      } while (!open.isEmpty() && attempts < ATTEMPTS_MAX && backoff.pause());
      return scatter.answers();
    }
  }

  /** Another instance may take half of the time where the result may do without it. */
  private static Duration patience(QueryOptions options) {
    Duration part = options.timeout().dividedBy(options.allowPartial() ? 2 : 1);
    return part.isPositive() ? part : Duration.ofMillis(1);
  }

  /** Asks each partition once; returns those to be looked for again. */
  private <R> Set<Integer> attempt(
      Scatter<R> scatter,
      ConceptQuery<R> query,
      Set<Integer> open,
      QueryOptions options,
      Placement placement) {
    Set<Integer> here = new HashSet<>();
    Map<HostInfo, Set<Integer>> there = new HashMap<>();
    for (int partition : open) {
      HostInfo owner = placement.active().get(partition);
      if (owner == null || owner.equals(self) || local.isActive(partition)) {
        here.add(partition);
      } else {
        there.computeIfAbsent(owner, host -> new HashSet<>()).add(partition);
      }
    }
    there.forEach(scatter::ask);
    if (!here.isEmpty()) {
      scatter.take(local.query(query, here, options));
    }
    scatter.await(open, () -> askCopies(scatter, query, scatter.open(open), options, placement));
    // An instance that answered, but is not the owner, has lost the partition meanwhile.
    Set<Integer> moved = scatter.open(open);
    moved.removeIf(
        partition -> here.contains(partition) || !scatter.answers().containsKey(partition));
    return moved;
  }

  private <R> void askCopies(
      Scatter<R> scatter,
      ConceptQuery<R> query,
      Set<Integer> open,
      QueryOptions options,
      Placement placement) {
    Map<HostInfo, Set<Integer>> there = new HashMap<>();
    Set<Integer> here = new HashSet<>();
    for (int partition : open) {
      List<HostInfo> holders = placement.standbys().getOrDefault(partition, List.of());
      if (holders.contains(self) || holders.isEmpty()) {
        here.add(partition);
      } else {
        there.computeIfAbsent(holders.getFirst(), host -> new HashSet<>()).add(partition);
      }
    }
    there.forEach(scatter::ask);
    if (!here.isEmpty()) {
      scatter.take(local.query(query, here, options));
    }
  }
}
