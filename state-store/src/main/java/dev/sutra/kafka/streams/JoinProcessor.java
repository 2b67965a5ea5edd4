package dev.sutra.kafka.streams;

import dev.sutra.engine.ConceptReader;
import dev.sutra.kafka.ConceptStore;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Joins each event with what a query of it finds. */
final class JoinProcessor<K, V, Q, A, R> extends StoreProcessor<K, V, R> {
  private final Function<V, @Nullable Q> queryOf;
  private final BiFunction<ConceptReader, Q, List<A>> ask;
  private final BiFunction<V, List<A>, R> joiner;

  JoinProcessor(
      String store,
      Function<V, @Nullable Q> queryOf,
      BiFunction<ConceptReader, Q, List<A>> ask,
      BiFunction<V, List<A>, R> joiner) {
    super(store);
    this.queryOf = queryOf;
    this.ask = ask;
    this.joiner = joiner;
  }

  @Override
  @Nullable R answer(ConceptStore store, K key, V value, InvalidEvents invalid) {
    return joiner.apply(value, found(store, value, invalid));
  }

  private List<A> found(ConceptStore store, V value, InvalidEvents invalid) {
    try {
      Q query = queryOf.apply(value);
      return query == null ? List.of() : ask.apply(store, query);
    } catch (IllegalArgumentException e) {
      invalid.count(e);
      return List.of();
    }
  }
}
