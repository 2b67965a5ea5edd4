package dev.sutra.app.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sutra.app.topology.AssociationModel.Triple;
import dev.sutra.app.topology.AssociationModel.Values;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events with times in any order, over partitions whose channels are delivered at any time: when
 * all are empty, both halves of every association agree, and all is as the order of the log says.
 */
class AssociationHalvesModelTest {
  private static final int RUNS = Integer.getInteger("sutra.halves.runs", 12);
  private static final List<String> IDS = List.of("a", "b", "c", "d", "e");
  private static final List<String> TYPES = List.of("T", "TT");
  private static final int DRAINS = 12;
  private static final int STEPS = 60;

  @TempDir Path directory;

  @Test
  void bothHalvesAgreeWhateverTheTimesOfEvents() throws Exception {
    Long given = Long.getLong("sutra.halves.seed");
    for (int run = 0; run < (given == null ? RUNS : 1); run++) {
      long seed = given == null ? System.nanoTime() : given;
      Path stores = Files.createDirectory(directory.resolve("run" + run));
      try (Run one = new Run(stores, new Random(seed))) {
        one.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("repeat it with -Dsutra.halves.seed=" + seed, e);
      }
    }
  }

  private static final class Run implements AutoCloseable {
    private final Random random;
    private final PartitionedTopology stream;
    private final AssociationModel associations = new AssociationModel();
    private final Map<String, Concept> concepts = new HashMap<>();
    private final List<Runnable> processed = new ArrayList<>();

    Run(Path directory, Random random) {
      this.random = random;
      this.stream = new PartitionedTopology(directory, 1 + random.nextInt(4));
    }

    void run() {
      for (int drain = 0; drain < DRAINS; drain++) {
        int eventsInTen = 1 + random.nextInt(9);
        for (int step = 0; step < STEPS; step++) {
          if (random.nextInt(10) >= eventsInTen) {
            stream.deliver(random);
          } else if (!processed.isEmpty() && random.nextInt(6) == 0) {
            processed.get(random.nextInt(processed.size())).run();
          } else {
            Runnable event = event();
            processed.add(event);
            event.run();
          }
        }
        stream.drain(random);
        checkAssociations();
        checkConcepts();
      }
    }

    private Runnable event() {
      String id = oneOf(IDS);
      long time = time();
      Instant at = Instant.ofEpochMilli(time);
      Triple triple = new Triple(id, oneOf(TYPES), oneOf(IDS));
      return switch (random.nextInt(8)) {
        case 0 -> upsert(id, time);
        case 1, 2 -> {
          ConceptEvent event = ConceptEvents.delete(id, at);
          yield () -> {
            stream.process(event);
            associations.delete(id);
            concepts.remove(id);
          };
        }
        case 3 -> {
          ConceptEvent event = ConceptEvents.dissociate(id, triple.type(), triple.target(), at);
          yield () -> {
            stream.process(event);
            associations.dissociate(triple);
          };
        }
        default -> {
          Values values = new Values(random.nextInt(3) / 2f, random.nextInt(2), time);
          ConceptEvent event =
              ConceptEvents.associate(
                  id, triple.type(), triple.target(), values.weight(), values.confidence(), at);
          yield () -> {
            stream.process(event);
            associations.associate(triple, values);
          };
        }
      };
    }

    private Runnable upsert(String id, long time) {
      boolean partial = random.nextBoolean();
      float strength = random.nextInt(3) / 2f;
      String text = random.nextBoolean() ? null : "text " + random.nextInt(5);
      ConceptEvents.UpsertBuilder upsert =
          ConceptEvents.upsert(id).strength(strength).timestamp(Instant.ofEpochMilli(time));
      if (partial) {
        upsert.partial();
      }
      if (text != null) {
        upsert.text(text);
      }
      ConceptEvent event = upsert.build();
      return () -> {
        stream.process(event);
        Concept old = concepts.get(id);
        concepts.put(
            id,
            Concept.builder(id)
                .text(text == null && partial && old != null ? old.text() : text)
                .strength(strength)
                .createdAt(old == null ? time : old.createdAt())
                .updatedAt(time)
                .build());
      };
    }

    /** Few values, so that versions with equal times and values come about. */
    private long time() {
      long[] times = {-5, 0, 10, 10, 11, 12, 86_400_000, Long.MIN_VALUE, Long.MAX_VALUE};
      return times[random.nextInt(times.length)];
    }

    private void checkAssociations() {
      for (String source : IDS) {
        for (String type : TYPES) {
          for (String target : IDS) {
            check(new Triple(source, type, target));
          }
        }
      }
      associations.settled();
    }

    private void check(Triple triple) {
      String source = triple.source();
      Association out = stream.half(source, triple.type(), triple.target(), Direction.OUT);
      Association in = stream.half(source, triple.type(), triple.target(), Direction.IN);
      assertEquals(out, in, () -> "the halves of " + triple);
      Values values =
          out == null ? null : new Values(out.weight(), out.confidence(), out.updatedAt());
      if (associations.isOpen(triple) && values == null) {
        associations.gone(triple);
      }
      assertEquals(associations.expected(triple), values, triple::toString);
    }

    private void checkConcepts() {
      for (String id : IDS) {
        assertEquals(concepts.get(id), stream.store(id).get(id));
      }
    }

    private <T> T oneOf(List<T> things) {
      return things.get(random.nextInt(things.size()));
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  @Test
  void aHubThatIsDeletedInSeveralTransactionsLeavesNoHalf() {
    int sources = 10_100;
    Random random = new Random(1);
    try (PartitionedTopology stream = new PartitionedTopology(directory, 2)) {
      for (int i = 0; i < sources; i++) {
        stream.process(
            ConceptEvents.associate(
                "s" + i, "T", "hub", null, null, Instant.ofEpochMilli(Long.MAX_VALUE)));
      }
      stream.drain(random);
      stream.process(ConceptEvents.delete("hub", Instant.EPOCH));
      // Before the hub's request comes, one source sets its association anew.
      stream.process(ConceptEvents.associate("s7", "T", "hub", 0.5f, null, Instant.EPOCH));
      stream.drain(random);
      for (int i = 0; i < sources; i++) {
        Association out = stream.half("s" + i, "T", "hub", Direction.OUT);
        assertEquals(out, stream.half("s" + i, "T", "hub", Direction.IN));
        if (i == 7) {
          assertNotNull(out);
        } else {
          assertNull(out);
        }
      }
    }
  }
}
