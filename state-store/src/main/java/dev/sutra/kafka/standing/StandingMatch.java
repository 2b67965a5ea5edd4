package dev.sutra.kafka.standing;

import dev.sutra.standing.QueryMatch;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * An event that matches a standing query.
 *
 * @param <E> a concept or an association, as it is after the event
 * @param match the query, and the score
 * @param event what matched
 * @param topic topic of the event
 * @param partition its partition
 * @param offset its offset
 */
public record StandingMatch<E>(
    QueryMatch match, E event, String topic, int partition, long offset) {
  static <E> StandingMatch<E> of(QueryMatch match, E event, RecordMetadata at) {
    return new StandingMatch<>(match, event, at.topic(), at.partition(), at.offset());
  }
}
