package dev.sutra.app.service;

import dev.sutra.app.api.Answer;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.ServiceException;
import dev.sutra.kafka.routing.Coverage;
import dev.sutra.kafka.routing.PartitionsUnavailableException;
import dev.sutra.kafka.routing.QueryOptions;
import dev.sutra.kafka.routing.QueryTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.streams.query.Position;

/** Asks with the options of a read, and says where an answer comes from. Thread-safe. */
final class Questions {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final InstanceState instance;
  private final String topic;

  /**
   * Creates it.
   *
   * @param topic of the events, whose offsets positions name
   */
  Questions(InstanceState instance, String topic) {
    this.instance = instance;
    this.topic = topic;
  }

  /**
   * Asks a question with the options of a read.
   *
   * @throws ServiceException if it cannot be answered, or not in time
   */
  <T> T ask(ReadOptions options, Function<QueryOptions, T> question) {
    try {
      return question.apply(queryOptions(options));
    } catch (PartitionsUnavailableException e) {
      throw ServiceException.unavailable(String.valueOf(e.getMessage()), RETRY_AFTER);
    } catch (QueryTimeoutException e) {
      throw ServiceException.timeout(String.valueOf(e.getMessage()));
    }
  }

  private QueryOptions queryOptions(ReadOptions options) {
    String token = options.minPosition();
    Position wanted = Position.emptyPosition();
    if (token != null) {
      if (instance.partitions() == 0) {
        throw ServiceException.unavailable("the store is starting", RETRY_AFTER);
      }
      wanted = PositionToken.parse(token, topic, instance.partitions());
    }
    return new QueryOptions(
        wanted,
        options.consistency() == ReadOptions.Consistency.STANDBY_OK,
        options.allowPartial(),
        options.timeout());
  }

  /** Items that are exact, if all partitions have answered. */
  <T> Answer<T> answer(List<T> items, Coverage coverage) {
    return Answer.of(items, source(coverage, true));
  }

  /** Where a result comes from, exact if that and if all partitions have answered. */
  Answer.Source source(Coverage coverage, boolean exact) {
    int answered = coverage.answered().size();
    return new Answer.Source(
        exact && coverage.isWhole(),
        new Answer.Partitions(
            answered + coverage.failed().size(),
            answered,
            List.copyOf(new TreeSet<>(coverage.failed()))),
        instance.lag(coverage),
        PositionToken.of(coverage.position(), topic));
  }
}
