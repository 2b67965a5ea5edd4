package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.app.standing.MatchWriter;
import dev.sutra.app.standing.MatchWriter.EventPosition;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.standing.QueryIndex;
import dev.sutra.standing.QueryMatch;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends the matches of events with standing queries, in the transaction of the event. One instance
 * per processor of a task; not thread-safe.
 */
// Fields are set by init().
@SuppressWarnings("NullAway.Init")
final class StandingMatches {
  private final QueryIndex index;
  private final EventCounters counters;
  private ProcessorContext<byte[], byte[]> context;

  StandingMatches(QueryIndex index, EventCounters counters) {
    this.index = index;
    this.counters = counters;
  }

  void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
  }

  /**
   * Matches a concept.
   *
   * @param concept as it is after the event
   * @param origin of the event
   */
  void match(Record<byte[], byte[]> event, Origin origin, Concept concept) {
    if (index.size() > 0) {
      send(
          event,
          origin,
          index.match(concept),
          (match, at) -> MatchWriter.concept(match, concept, at));
    }
  }

  /** Matches an association; see {@link #match(Record, Origin, Concept)}. */
  void match(Record<byte[], byte[]> event, Origin origin, Association association) {
    if (index.size() > 0) {
      send(
          event,
          origin,
          index.match(association),
          (match, at) -> MatchWriter.association(match, association, at));
    }
  }

  private interface Value {
    byte[] of(QueryMatch match, EventPosition at);
  }

  private void send(
      Record<byte[], byte[]> event, Origin origin, List<QueryMatch> matches, Value value) {
    EventPosition at = new EventPosition(origin.topic(), origin.partition(), origin.offset());
    for (QueryMatch match : matches) {
      byte[] key = match.queryId().getBytes(UTF_8);
      context.forward(new Record<>(key, value.of(match, at), event.timestamp()), NodeNames.MATCHES);
      counters.standingMatch();
    }
  }
}
