package dev.sutra.kafka.standing;

import dev.sutra.standing.QueryMatch;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Forwards each match of a record, keyed by the query's id. */
final class MatchProcessor<K, E> extends ContextualProcessor<K, E, String, StandingMatch<E>> {
  private final Function<E, List<QueryMatch>> matches;

  MatchProcessor(Function<E, List<QueryMatch>> matches) {
    this.matches = matches;
  }

  @Override
  public void process(Record<K, E> record) {
    if (record.value() == null) {
      return;
    }
    for (QueryMatch match : matches.apply(record.value())) {
      RecordMetadata at =
          context()
              .recordMetadata()
              .orElseThrow(() -> new IllegalStateException("an event outside a topic"));
      context()
          .forward(
              record
                  .withKey(match.queryId())
                  .withValue(StandingMatch.of(match, record.value(), at)));
    }
  }
}
