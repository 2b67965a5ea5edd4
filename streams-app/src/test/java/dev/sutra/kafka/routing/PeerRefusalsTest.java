package dev.sutra.kafka.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.service.FakeStore;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.ConceptQuery.TextMatches;
import dev.sutra.kafka.routing.wire.Frame;
import dev.sutra.kafka.routing.wire.PeerSecret;
import dev.sutra.kafka.routing.wire.QueryTypes;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.record.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What instances refuse each other, and how they say so. */
class PeerRefusalsTest {
  private static final HostInfo OTHER = new HostInfo("other", 1);
  private static final PeerSecret SECRET = PeerSecret.of("a secret of sixteen");
  private static final TextMatches SEARCH = new TextMatches(new TextSearch("word", 5, null));

  private final FakeStore copies =
      new FakeStore().answers(1, () -> QueryResult.forResult(List.of()));
  private final LocalPartitions local = new LocalPartitions(copies, partition -> 1);
  private final RoutedStore store = store("dimension 2");
  private final Frame frame = new Frame(SECRET, QueryTypes.shapes());
  private PeerMemory memory = PeerMemory.UNBOUNDED;
  private UnaryOperator<byte[]> wire = UnaryOperator.identity();

  private static RoutedStore store(String settings) {
    return new RoutedStore("concepts", "events", settings, () -> 2, Map::of);
  }

  /** Reaches an endpoint with the settings of this test. */
  private PeerTransport transport() {
    PeerEndpoint endpoint = new PeerEndpoint(local, store, frame, true, List::of, memory);
    return new PeerTransport() {
      @Override
      public byte[] send(HostInfo peer, byte[] request, Duration timeout) {
        return wire.apply(endpoint.answer(request, false));
      }

      @Override
      public void close() {
        // Nothing to close.
      }
    };
  }

  private static String refusal(PeerClient client) {
    Exception e = assertThrows(Exception.class, () -> client.copies(OTHER, Duration.ofSeconds(20)));
    return String.valueOf(e.getMessage());
  }

  @Test
  void anotherReleaseVersionOrSettingIsNamed() {
    assertEquals(
        "it is of another release, with other queries or results",
        refusal(new PeerClient(transport(), new Frame(SECRET, "other records"), store)));
    for (String other : List.of("dimension 3", "analyzer simple", "similarity euclidean")) {
      assertEquals(
          "it refused: its store has dimension 2; the asking one " + other,
          refusal(new PeerClient(transport(), frame, store(other))));
    }
    wire =
        reply -> {
          // The version, after the magic number.
          reply[5]++;
          return reply;
        };
    assertEquals(
        "it speaks version 2 of the protocol; this instance speaks 1",
        refusal(new PeerClient(transport(), frame, store)));
  }

  @Test
  void answersForOthersAreCountedAndRefusedWhereThereIsNoMemory() throws Exception {
    AtomicLong held = new AtomicLong();
    AtomicLong most = new AtomicLong();
    memory =
        new PeerMemory() {
          @Override
          public boolean take(long bytes, Duration patience) {
            most.accumulateAndGet(held.addAndGet(bytes), Math::max);
            return true;
          }

          @Override
          public void give(long bytes) {
            held.addAndGet(-bytes);
          }
        };
    PeerClient client = new PeerClient(transport(), frame, store);
    assertEquals(Set.of(1), client.query(OTHER, SEARCH, Set.of(1), QueryOptions.DEFAULT).keySet());
    // Five texts, and their bytes in the reply.
    assertEquals(2L * 5 * Limits.TEXT_BYTES_MAX, most.get());
    assertEquals(0, held.get());

    memory =
        new PeerMemory() {
          @Override
          public boolean take(long bytes, Duration patience) {
            return false;
          }

          @Override
          public void give(long bytes) {
            throw new AssertionError("nothing was taken");
          }
        };
    PeerClient without = new PeerClient(transport(), frame, store);
    IOException e =
        assertThrows(
            IOException.class, () -> without.query(OTHER, SEARCH, Set.of(1), QueryOptions.DEFAULT));
    assertTrue(String.valueOf(e.getMessage()).contains("its memory for queries"), e::toString);
  }

  @Test
  void anAddressThatLeadsBackIsNamedAtBothEnds() throws InterruptedException {
    HostInfo loopback = new HostInfo("127.0.0.1", 8080);
    HostInfo elsewhere = new HostInfo("10.0.0.2", 8080);
    Placement both = new Placement(Map.of(0, loopback, 1, elsewhere), Map.of());
    LocalPartitions nothing = new LocalPartitions(copies, partition -> ActivePartitions.NONE);
    List<@Nullable String> problems = new ArrayList<>();
    for (HostInfo self : List.of(loopback, elsewhere)) {
      try (InstanceGroup group =
          new InstanceGroup(
              store, self, transport(), nothing, () -> both, SECRET, PeerMemory.UNBOUNDED)) {
        for (Instance instance : group.instances(Duration.ofSeconds(20))) {
          problems.add(instance.address().host() + ": " + instance.unreachable());
        }
      }
    }
    assertEquals(
        List.of(
            "10.0.0.2: null",
            "127.0.0.1: its address is a loopback address, and other instances are on other"
                + " machines: advertise one that they reach",
            "10.0.0.2: null",
            "127.0.0.1: its address is a loopback address, which leads back to this machine: it"
                + " must advertise another one"),
        problems);
  }
}
