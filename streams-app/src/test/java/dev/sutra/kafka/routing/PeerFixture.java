package dev.sutra.kafka.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.app.service.FakeStore;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.StorageEngine;
import dev.sutra.kafka.routing.wire.Frame;
import dev.sutra.kafka.routing.wire.PeerReply;
import dev.sutra.kafka.routing.wire.PeerSecret;
import dev.sutra.kafka.routing.wire.QueryTypes;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.kafka.task.KeyPartitioner;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two instances with a partition each. */
// Fields are set by open().
@SuppressWarnings("NullAway.Init")
abstract class PeerFixture {
  static final HostInfo SELF = new HostInfo("self", 1);
  static final HostInfo OTHER = new HostInfo("other", 1);
  static final HostInfo THIRD = new HostInfo("third", 1);
  static final QueryOptions PARTIAL =
      new QueryOptions(Position.emptyPosition(), false, true, Duration.ofSeconds(20));
  static final QueryOptions COPIES =
      new QueryOptions(Position.emptyPosition(), true, false, Duration.ofSeconds(20));

  @TempDir Path directory;
  final FakeStore here = new FakeStore();
  final FakeStore there = new FakeStore();
  final RoutedStore store = new RoutedStore("concepts", "events", "as both", () -> 2, Map::of);
  final Frame frame = new Frame(PeerSecret.of("a secret of sixteen"), QueryTypes.shapes());
  final AtomicInteger sent = new AtomicInteger();
  volatile long term = 7;
  volatile Placement placement =
      new Placement(Map.of(0, SELF, 1, OTHER), Map.of(1, List.of(THIRD)));
  UnaryOperator<byte[]> wire = request -> endpoint().answer(request, false);
  StorageEngine zero;
  StorageEngine one;

  @BeforeEach
  void open() throws IOException {
    zero = StorageEngine.open(directory.resolve("0"), EngineOptions.standalone(2));
    one = StorageEngine.open(directory.resolve("1"), EngineOptions.standalone(2));
    String a = id(0);
    String d = id(1);
    zero.put(Concept.builder(a).text("alpha word").vector(new float[] {0.1f, -0.3f}).build());
    one.put(
        Concept.builder(d)
            .text("a word ö 𝄞")
            .vector(new float[] {1.7f, 0.1f})
            .attribute("n", 1L)
            .attribute("x", 0.1)
            .attribute("s", "t")
            .build());
    one.associate(Association.of(d, "CAUSAL", a, 0.1f, 7));
    here.engine(0, zero);
    there.engine(1, one);
  }

  @AfterEach
  void close() {
    zero.close();
    one.close();
  }

  /** An id of a partition. */
  static String id(int partition) {
    for (int i = 0; ; i++) {
      if (KeyPartitioner.partition(("c" + i).getBytes(UTF_8), 2) == partition) {
        return "c" + i;
      }
    }
  }

  PeerEndpoint endpoint() {
    return new PeerEndpoint(
        new LocalPartitions(there, partition -> partition == 1 ? term : ActivePartitions.NONE),
        store,
        frame,
        true,
        () -> List.of(new PeerReply.Copy(1, true, -1)),
        PeerMemory.UNBOUNDED);
  }

  ConceptQueries queries() {
    return queries(store, frame);
  }

  ConceptQueries queries(RoutedStore mine, Frame framed) {
    PeerTransport transport =
        new PeerTransport() {
          @Override
          public byte[] send(HostInfo peer, byte[] request, Duration timeout) {
            sent.incrementAndGet();
            return wire.apply(request);
          }

          @Override
          public void close() {
            // Nothing to close.
          }
        };
    LocalPartitions local =
        new LocalPartitions(here, partition -> partition == 0 ? 5 : ActivePartitions.NONE);
    return new ConceptQueries(
        new StoreQueries(
            new RoutedPartitions(
                local, () -> placement, SELF, new PeerClient(transport, framed, mine)),
            () -> 2));
  }

  /** Both partitions in one process. */
  ConceptQueries single() {
    FakeStore both = new FakeStore().engine(0, zero).engine(1, one);
    return InstanceGroup.alone(both, store, partition -> 1).queries();
  }
}
