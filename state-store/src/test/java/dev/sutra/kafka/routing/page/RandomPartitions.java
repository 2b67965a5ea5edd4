package dev.sutra.kafka.routing.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.engine.RandomConcepts;
import dev.sutra.engine.RandomStore;
import dev.sutra.engine.Snapshot;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.routing.ConceptQueries;
import dev.sutra.kafka.routing.InstanceGroup;
import dev.sutra.kafka.routing.RoutedStore;
import dev.sutra.kafka.task.KeyPartitioner;
import dev.sutra.kafka.task.StoreCopies;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;

/** Several partitions and one store that have the same, each kept in a way of its own. */
final class RandomPartitions implements StoreCopies, AutoCloseable {
  private static final String TOPIC = "events";

  private final Random random;
  private final RandomStore whole;
  private final List<RandomStore> partitions = new ArrayList<>();
  private final long[] written;
  private final RandomConcepts given;
  private final ConceptQueries queries;
  private int asked;
  private int writeBefore = -1;

  /**
   * Opens empty stores.
   *
   * @param meaning of the option sets
   */
  RandomPartitions(Random random, long meaning, int count) throws IOException {
    this.random = random;
    this.whole = new RandomStore(random, meaning);
    for (int i = 0; i < count; i++) {
      partitions.add(new RandomStore(random, meaning));
    }
    this.written = new long[count];
    this.given = new RandomConcepts(random, whole.dimension());
    RoutedStore store = new RoutedStore("concepts", TOPIC, "", () -> count, Map::of);
    this.queries = InstanceGroup.alone(this, store, partition -> 1).queries();
  }

  RandomConcepts given() {
    return given;
  }

  /** Queries over all partitions. */
  ConceptQueries queries() {
    return queries;
  }

  /** What all partitions together have. */
  Snapshot all() {
    return whole.snapshot();
  }

  void write(int count) {
    for (int i = 0; i < count; i++) {
      int dice = random.nextInt(10);
      if (dice < 6) {
        Concept concept = given.concept();
        whole.put(concept);
        partition(concept.id()).put(concept);
      } else if (dice < 9) {
        associate(given.association());
      } else {
        String id = given.id();
        RowBatch row = new RowBatch();
        row.delete(RowKeys.concept(id));
        whole.apply(row);
        partition(id).apply(row);
      }
    }
  }

  /** Lets writes to all partitions come right before a question, counted from this one: 0. */
  void writeBefore(int question) {
    asked = 0;
    writeBefore = question;
  }

  /** How many questions there were since then. */
  int asked() {
    return asked;
  }

  /** Each end of an association has its half in its partition. */
  private void associate(Association edge) {
    byte[] value = AssociationRow.encode(edge, null);
    RowBatch out = new RowBatch();
    out.put(RowKeys.edgeOut(edge.source(), edge.type(), edge.target()), value);
    whole.apply(out);
    partition(edge.source()).apply(out);
    RowBatch in = new RowBatch();
    in.put(RowKeys.edgeIn(edge.target(), edge.type(), edge.source()), value);
    whole.apply(in);
    partition(edge.target()).apply(in);
  }

  /** The partition of an id, to be written. */
  private RandomStore partition(String id) {
    int partition = KeyPartitioner.partition(id.getBytes(UTF_8), partitions.size());
    written[partition]++;
    return partitions.get(partition);
  }

  /** Flushes, compacts or restarts some of the stores. */
  void move() throws IOException {
    if (random.nextInt(3) == 0) {
      whole.move(random);
    }
    for (RandomStore partition : partitions) {
      if (random.nextInt(3) == 0) {
        partition.move(random);
      }
    }
  }

  @Override
  // A query is answered with its own type.
  @SuppressWarnings("unchecked")
  public <R> Map<Integer, QueryResult<R>> query(
      Query<R> query, Set<Integer> which, Position bound) {
    if (asked++ == writeBefore) {
      long[] before = written.clone();
      while (IntStream.range(0, written.length).anyMatch(i -> written[i] == before[i])) {
        write(1);
      }
    }
    Map<Integer, QueryResult<R>> answers = new HashMap<>();
    for (int partition : which) {
      try (Snapshot snapshot = partitions.get(partition).snapshot()) {
        QueryResult<R> answer =
            QueryResult.forResult(((ConceptQuery<R>) query).answer(snapshot, partition));
        answer.setPosition(
            Position.emptyPosition().withComponent(TOPIC, partition, written[partition]));
        answers.put(partition, answer);
      }
    }
    return answers;
  }

  @Override
  public void close() {
    whole.close();
    partitions.forEach(RandomStore::close);
  }
}
