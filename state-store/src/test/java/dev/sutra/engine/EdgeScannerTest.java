package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.io.CrashStorage;
import dev.sutra.record.Association;
import dev.sutra.record.Direction;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The edges of many concepts in random order, read with the same cursors from memtables and
 * segments, against a sorted map of half-edges.
 */
class EdgeScannerTest {
  private static final int CONCEPTS = 300;
  private static final int STEPS = 12;
  private static final int WRITES = 300;
  private static final List<String> TYPES = List.of("IS", "PART_OF", "PART_IN", "größer");
  private static final List<Direction> DIRECTIONS = List.of(Direction.values());
  private static final int ALL = 8192;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final NavigableMap<byte[], String> model = new TreeMap<>(Arrays::compareUnsigned);

  @Test
  void edgesOfManyConceptsAreThoseOfTheSnapshot() throws IOException {
    EngineOptions options = EngineOptions.standalone(2).withDurability(Durability.NONE);
    try (StorageEngine engine = StorageEngine.open(new CrashStorage(), options)) {
      int read = 0;
      for (int step = 0; step < STEPS; step++) {
        for (int i = 0; i < WRITES; i++) {
          write(engine);
        }
        NavigableMap<byte[], String> expected = new TreeMap<>(Arrays::compareUnsigned);
        expected.putAll(model);
        try (Snapshot snapshot = engine.snapshot()) {
          // What is written now is in the same memtable, but not in the snapshot.
          for (int i = 0; i < WRITES / 10; i++) {
            write(engine);
          }
          for (int i = 0; i < 30; i++) {
            read += check(snapshot, expected);
          }
        }
        switch (random.nextInt(6)) {
          case 0 -> engine.compact();
          case 1, 2, 3 -> engine.flush();
          default -> {}
        }
      }
      assertTrue(read > 0, message());
    }
  }

  private int check(Snapshot snapshot, NavigableMap<byte[], String> expected) {
    Direction direction = DIRECTIONS.get(random.nextInt(DIRECTIONS.size()));
    List<String> types = random.nextBoolean() ? List.of() : List.of(type(), type());
    EdgeSelection selection = new EdgeSelection(direction, types);
    List<String> ids = new ArrayList<>();
    for (int i = random.nextInt(60); i >= 0; i--) {
      ids.add(id());
    }
    List<String> edges = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      for (byte keyspace : new byte[] {RowKeys.EDGE_OUT, RowKeys.EDGE_IN}) {
        boolean out = keyspace == RowKeys.EDGE_OUT;
        if (out ? direction.includesOut() : direction.includesIn()) {
          addEdges(edges, i, RowKeys.edges(keyspace, ids.get(i)), selection, expected);
        }
      }
    }
    List<String> found = new ArrayList<>();
    var page = snapshot.edges(new EdgesQuery(ids, selection, ALL));
    page.edges()
        .forEach(
            edge ->
                found.add(
                    edge.concept()
                        + (edge.in() ? " in " : " out ")
                        + page.types().get(edge.type())
                        + ' '
                        + edge.other()
                        + ' '
                        + edge.weight()));
    assertEquals(edges, found, message());
    assertEquals(ids.size(), page.complete(), message());
    return found.size();
  }

  private static void addEdges(
      List<String> edges,
      int concept,
      byte[] prefix,
      EdgeSelection selection,
      NavigableMap<byte[], String> expected) {
    for (String edge : expected.subMap(prefix, RowKeys.after(prefix)).values()) {
      String type = edge.split(" ", -1)[1];
      if (selection.types().isEmpty() || selection.types().contains(type)) {
        edges.add(concept + " " + edge);
      }
    }
  }

  private void write(StorageEngine engine) {
    String source = id();
    String target = id();
    String type = type();
    byte[] out = RowKeys.edgeOut(source, type, target);
    byte[] in = RowKeys.edgeIn(target, type, source);
    if (random.nextInt(4) == 0) {
      // Mostly of one that there is: the first at the source, if any.
      byte[] prefix = RowKeys.edges(RowKeys.EDGE_OUT, source);
      String first =
          model.subMap(prefix, RowKeys.after(prefix)).values().stream()
              .findFirst()
              .orElse("out " + type + " " + target);
      String[] parts = first.split(" ", -1);
      engine.dissociate(source, parts[1], parts[2]);
      model.remove(RowKeys.edgeOut(source, parts[1], parts[2]));
      model.remove(RowKeys.edgeIn(parts[2], parts[1], source));
      return;
    }
    float weight = random.nextInt(1, 9) / 8f;
    engine.associate(Association.of(source, type, target, weight, 1));
    model.put(out, "out " + type + " " + target + " " + weight);
    model.put(in, "in " + type + " " + source + " " + weight);
  }

  @Test
  void aScannerOfAClosedSnapshotReadsNothing() throws IOException {
    EngineOptions options = EngineOptions.standalone(2).withDurability(Durability.NONE);
    try (StorageEngine engine = StorageEngine.open(new CrashStorage(), options)) {
      engine.associate(Association.of("a", "IS", "b", 1, 1));
      Snapshot snapshot = engine.snapshot();
      EdgesQuery query = new EdgesQuery(List.of("a"), EdgeSelection.OUT, ALL);
      assertEquals(1, snapshot.edges(query).edges().size());
      snapshot.close();
      assertThrows(IllegalStateException.class, () -> snapshot.edges(query));
    }
  }

  private String type() {
    return TYPES.get(random.nextInt(TYPES.size()));
  }

  private String id() {
    // A few have many edges, and some none.
    int number = random.nextInt(8) == 0 ? random.nextInt(4) : random.nextInt(CONCEPTS);
    return (number % 2 == 0 ? "concept/" : "k") + number;
  }

  private String message() {
    return "seed " + seed;
  }
}
