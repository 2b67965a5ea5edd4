package dev.sutra.app.service;

import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.task.StoreCopies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;

/** Copies of a store that answer as they are told, and remember what was asked. */
public final class FakeStore implements StoreCopies {
  private final Map<Integer, Function<Query<?>, QueryResult<?>>> copies = new HashMap<>();
  private Position position = Position.emptyPosition();
  public final List<Set<Integer>> rounds = new ArrayList<>();
  public final List<Position> bounds = new ArrayList<>();

  /** How a partition answers from now on. */
  public FakeStore answers(int partition, Supplier<QueryResult<?>> answer) {
    copies.put(partition, query -> answer.get());
    return this;
  }

  /** A partition answers from this engine from now on. */
  public FakeStore engine(int partition, StorageEngine engine) {
    copies.put(partition, query -> answer(query, partition, engine));
    return this;
  }

  /** The engines have read so far. */
  public FakeStore at(Position position) {
    this.position = position;
    return this;
  }

  private QueryResult<?> answer(Query<?> query, int partition, StorageEngine engine) {
    boolean committed = query instanceof ConceptQuery.Committed<?>;
    ConceptQuery<?> asked =
        query instanceof ConceptQuery.Committed<?> wrapped
            ? wrapped.query()
            : (ConceptQuery<?>) query;
    try (Snapshot snapshot = committed ? engine.committedSnapshot() : engine.snapshot()) {
      QueryResult<?> result = QueryResult.forResult(asked.answer(snapshot, partition));
      result.setPosition(position);
      return result;
    }
  }

  @Override
  // The tests ask for what the copies answer.
  @SuppressWarnings("unchecked")
  public <R> Map<Integer, QueryResult<R>> query(
      Query<R> query, Set<Integer> partitions, Position bound) {
    rounds.add(new TreeSet<>(partitions));
    bounds.add(bound);
    Map<Integer, QueryResult<R>> answers = new HashMap<>();
    for (int partition : partitions) {
      Function<Query<?>, QueryResult<?>> copy = copies.get(partition);
      if (copy != null) {
        answers.put(partition, (QueryResult<R>) copy.apply(query));
      }
    }
    return answers;
  }
}
