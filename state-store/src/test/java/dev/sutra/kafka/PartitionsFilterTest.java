package dev.sutra.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.engine.ConceptReader;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.filter.RandomFilters;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.kafka.task.KeyPartitioner;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several partitions with filters answer as one store with all concepts does. */
class PartitionsFilterTest {
  private static final int CONCEPTS = 120;
  private static final String[] WORDS = {"dog", "cat", "sea", "tree"};
  private static final String[] TYPES = {"IS", "PART", "CAUSAL"};

  @TempDir Path directory;
  private final List<StorageEngine> engines = new ArrayList<>();
  private final List<Snapshot> snapshots = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void partitionsAnswerAsOneStore(int partitions) throws IOException {
    Random random = new Random(partitions);
    for (int i = 0; i <= partitions; i++) {
      engines.add(StorageEngine.open(directory.resolve("" + i), EngineOptions.standalone(2)));
    }
    try {
      fill(random, partitions);
      engines.forEach(engine -> snapshots.add(engine.snapshot()));
      MergedPartitions merged =
          new MergedPartitions(
              () -> snapshots.subList(1, partitions + 1).stream().map(this::store).toList());
      for (int i = 0; i < 300; i++) {
        compare(random, RandomFilters.filter(random), snapshots.getFirst(), merged);
      }
    } finally {
      snapshots.forEach(Snapshot::close);
      engines.forEach(StorageEngine::close);
    }
  }

  private void fill(Random random, int partitions) {
    for (int i = 0; i < 3 * CONCEPTS; i++) {
      Concept.Builder concept =
          Concept.builder(id(random.nextInt(CONCEPTS)))
              .createdAt(random.nextInt(9))
              .updatedAt(random.nextInt(99))
              .text(WORDS[random.nextInt(4)] + " " + WORDS[random.nextInt(4)])
              .vector(new float[] {1 + random.nextInt(5), random.nextInt(5)});
      RandomFilters.attributes(random, concept);
      Concept made = concept.build();
      engines.getFirst().put(made);
      engines.get(partition(made.id(), partitions)).put(made);
      String source = id(random.nextInt(CONCEPTS));
      String target = id(random.nextInt(CONCEPTS));
      String type = TYPES[random.nextInt(3)];
      Association edge = Association.of(source, type, target, 0.5f, 7);
      engines.getFirst().associate(edge);
      byte[] value = AssociationRow.encode(edge, null);
      RowBatch out = new RowBatch();
      out.put(RowKeys.edgeOut(source, type, target), value);
      engines.get(partition(source, partitions)).apply(out);
      RowBatch in = new RowBatch();
      in.put(RowKeys.edgeIn(target, type, source), value);
      engines.get(partition(target, partitions)).apply(in);
      if (random.nextInt(100) == 0) {
        engines.get(random.nextInt(engines.size())).flush();
      }
    }
  }

  private static int partition(String id, int partitions) {
    return 1 + KeyPartitioner.partition(id.getBytes(UTF_8), partitions);
  }

  private static String id(int number) {
    return number % 3 == 0 ? "c" + number : "größer/" + number;
  }

  private static void compare(
      Random random, ConceptFilter filter, ConceptReader one, ConceptReader several) {
    int limit = 1 + random.nextInt(9);
    List<String> ids = IntStream.range(0, CONCEPTS + 9).mapToObj(i -> id(i)).toList();
    assertEquals(one.concepts(ids, filter), several.concepts(ids, filter), filter::text);
    TextSearch search = new TextSearch("dog sea", limit, null).withFilter(filter);
    assertEquals(one.search(search), several.search(search), filter::text);
    SimilarQuery similar =
        new SimilarQuery(new float[] {1, 1}, limit, -1, true, null).withFilter(filter);
    assertEquals(one.similar(similar).items(), several.similar(similar).items(), filter::text);
    TimelineQuery timeline =
        new TimelineQuery(0, 90, random.nextBoolean(), limit, null).withFilter(filter);
    assertEquals(one.timeline(timeline), several.timeline(timeline), filter::text);
    NeighborQuery neighbors =
        new NeighborQuery(ids.get(random.nextInt(20)), Direction.BOTH, null, limit, null)
            .withFilter(filter);
    assertEquals(all(one, neighbors), all(several, neighbors), filter::text);
  }

  private static List<Neighbor> all(ConceptReader reader, NeighborQuery query) {
    List<Neighbor> all = new ArrayList<>();
    String cursor = null;
    do {
      NeighborPage page = reader.neighbors(query.withPage(query.limit(), cursor));
      all.addAll(page.items());
      cursor = page.cursor();
    } while (cursor != null);
    return all;
  }

  /** A snapshot as the store of a partition. */
  private ReadOnlyConceptStore store(Snapshot snapshot) {
    return (ReadOnlyConceptStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ReadOnlyConceptStore.class},
            (proxy, method, arguments) ->
                ConceptReader.class
                    .getMethod(method.getName(), method.getParameterTypes())
                    .invoke(snapshot, arguments));
  }
}
