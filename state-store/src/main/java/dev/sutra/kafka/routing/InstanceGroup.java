package dev.sutra.kafka.routing;

import dev.sutra.kafka.routing.wire.Frame;
import dev.sutra.kafka.routing.wire.PeerReply;
import dev.sutra.kafka.routing.wire.PeerSecret;
import dev.sutra.kafka.routing.wire.QueryTypes;
import dev.sutra.kafka.routing.wire.WireFormatException;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.kafka.task.StoreCopies;
import dev.sutra.kafka.task.StreamsStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;

/**
 * This instance among the others of its application: queries over all of them, and the answers for
 * the others. The topology has the processor of {@link ActivePartitions#processor} on the topic of
 * the store, and Kafka Streams the setting {@code application.server}. Thread-safe.
 */
public final class InstanceGroup implements AutoCloseable {
  private final RoutedStore store;
  private final HostInfo self;
  private final PeerTransport transport;
  private final LocalPartitions local;
  private final Supplier<Placement> placements;
  private final PeerClient peers;
  private final ConceptQueries queries;
  private final PeerEndpoint endpoint;
  private final Loopback loopback;

  /**
   * Joins the others; what their queries hold in memory is not bounded.
   *
   * @param self this instance's {@code application.server}; {@link HostInfo#unavailable}: none
   * @param transport is closed with the group
   * @param secret that all instances share
   */
  public InstanceGroup(
      KafkaStreams streams,
      RoutedStore store,
      ActivePartitions active,
      HostInfo self,
      PeerTransport transport,
      PeerSecret secret) {
    this(streams, store, active, self, transport, secret, PeerMemory.UNBOUNDED);
  }

  /**
   * Joins the others.
   *
   * @param memory of the answers for the others; a query waits until there is enough
   */
  public InstanceGroup(
      KafkaStreams streams,
      RoutedStore store,
      ActivePartitions active,
      HostInfo self,
      PeerTransport transport,
      PeerSecret secret,
      PeerMemory memory) {
    this(
        store,
        self,
        transport,
        new LocalPartitions(new StreamsStore(streams, store.name()), active::term),
        () -> Placement.of(streams, store.topic()),
        secret,
        memory);
  }

  InstanceGroup(
      RoutedStore store,
      HostInfo self,
      PeerTransport transport,
      LocalPartitions local,
      Supplier<Placement> placements,
      PeerSecret secret,
      PeerMemory memory) {
    this.store = store;
    this.self = self;
    this.transport = transport;
    this.local = local;
    this.loopback = new Loopback(self);
    this.placements = () -> loopback.checked(placements.get());
    Frame frame = new Frame(secret, QueryTypes.shapes());
    this.peers = new PeerClient(transport, frame, store);
    this.queries =
        new ConceptQueries(
            new StoreQueries(
                new RoutedPartitions(local, this.placements, self, peers), store.partitions()));
    this.endpoint =
        new PeerEndpoint(local, store, frame, !secret.isNone(), this::localCopies, memory);
  }

  /**
   * A group of this process only, whose copies need not be those of Kafka Streams.
   *
   * @param terms of the partitions, as {@link ActivePartitions#term}
   */
  public static InstanceGroup alone(
      StoreCopies copies, RoutedStore store, IntToLongFunction terms) {
    Placement nobody = new Placement(Map.of(), Map.of());
    return new InstanceGroup(
        store,
        HostInfo.unavailable(),
        new NoTransport(),
        new LocalPartitions(copies, terms),
        () -> nobody,
        PeerSecret.NONE,
        PeerMemory.UNBOUNDED);
  }

  /** The queries over all instances. */
  public ConceptQueries queries() {
    return queries;
  }

  /** What answers the other instances. */
  public PeerEndpoint endpoint() {
    return endpoint;
  }

  /** Whether other instances can reach this one, and this one can tell them apart from itself. */
  public boolean hasAddress() {
    return !self.equals(HostInfo.unavailable());
  }

  /**
   * The partitions that are active and restored neither here nor, as far as is known, elsewhere.
   */
  public List<Integer> withoutHolder() {
    Map<Integer, HostInfo> holders = placements.get().active();
    return IntStream.range(0, store.partitions().getAsInt())
        .filter(partition -> !local.isActive(partition))
        .filter(partition -> self.equals(holders.getOrDefault(partition, self)))
        .boxed()
        .toList();
  }

  /**
   * The instances that hold copies, and this one. All are asked at the same time.
   *
   * @param timeout after which one counts as unreachable
   */
  public List<Instance> instances(Duration timeout) throws InterruptedException {
    Placement placement = placements.get();
    Set<HostInfo> members = new HashSet<>(placement.members());
    members.remove(self);
    Map<HostInfo, Instance> found = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (HostInfo peer : members) {
      threads.add(
          Thread.startVirtualThread(() -> found.put(peer, instance(peer, placement, timeout))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<Instance> instances = new ArrayList<>(found.values());
    instances.add(new Instance(self, true, copies(localCopies()), loopback.problemHere(placement)));
    instances.sort(
        Comparator.comparing((Instance each) -> each.address().host())
            .thenComparing(each -> each.address().port()));
    return instances;
  }

  private Instance instance(HostInfo peer, Placement placement, Duration timeout) {
    String problem = loopback.problemThere(peer);
    if (problem != null) {
      return new Instance(peer, false, assigned(peer, placement), problem);
    }
    try {
      return new Instance(peer, false, copies(peers.copies(peer, timeout)), null);
    } catch (IOException | WireFormatException e) {
      return new Instance(peer, false, assigned(peer, placement), Scatter.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Instance(peer, false, assigned(peer, placement), "the request timed out");
    }
  }

  private static List<Instance.Copy> assigned(HostInfo peer, Placement placement) {
    Map<Integer, Instance.Copy> copies = new TreeMap<>();
    placement
        .standbys()
        .forEach(
            (partition, holders) -> {
              if (holders.contains(peer)) {
                copies.put(partition, new Instance.Copy(partition, false, null));
              }
            });
    placement
        .active()
        .forEach(
            (partition, holder) -> {
              if (holder.equals(peer)) {
                copies.put(partition, new Instance.Copy(partition, true, null));
              }
            });
    return List.copyOf(copies.values());
  }

  private static List<Instance.Copy> copies(List<PeerReply.Copy> copies) {
    return copies.stream()
        .sorted(Comparator.comparingInt(PeerReply.Copy::partition))
        .map(
            copy ->
                new Instance.Copy(
                    copy.partition(), copy.active(), copy.lag() < 0 ? null : copy.lag()))
        .toList();
  }

  private List<PeerReply.Copy> localCopies() {
    Map<Integer, Long> lags = store.lags().get();
    List<PeerReply.Copy> copies = new ArrayList<>();
    for (int partition = 0; partition < store.partitions().getAsInt(); partition++) {
      boolean active = local.isActive(partition);
      Long lag = lags.get(partition);
      if (active || lag != null) {
        copies.add(new PeerReply.Copy(partition, active, lag == null ? -1 : lag));
      }
    }
    return copies;
  }

  @Override
  public void close() {
    transport.close();
  }

  /** Reaches nobody. */
  private static final class NoTransport implements PeerTransport {
    @Override
    public byte[] send(HostInfo peer, byte[] request, Duration timeout) throws IOException {
      throw new IOException("there are no other instances");
    }

    @Override
    public void close() {
      // There is nothing to close.
    }
  }
}
