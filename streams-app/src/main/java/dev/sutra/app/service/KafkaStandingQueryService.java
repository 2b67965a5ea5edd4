package dev.sutra.app.service;

import dev.sutra.app.api.ServiceException;
import dev.sutra.app.api.StandingQueryService;
import dev.sutra.app.standing.RegisteredQueries;
import dev.sutra.record.Limits;
import dev.sutra.standing.StandingQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Standing queries over their topic and the index of this instance. Thread-safe. */
public final class KafkaStandingQueryService implements StandingQueryService {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final BooleanSupplier complete;
  private final RegisteredQueries queries;
  private final RecordProducer producer;
  private final String topic;

  /**
   * Creates the service.
   *
   * @param complete whether the stream has read the queries that were registered before its start
   * @param topic where queries are sent
   */
  public KafkaStandingQueryService(
      BooleanSupplier complete, RegisteredQueries queries, RecordProducer producer, String topic) {
    this.complete = complete;
    this.queries = queries;
    this.producer = producer;
    this.topic = topic;
  }

  @Override
  public void put(String id, byte[] json, Duration timeout) {
    StandingQuery unused = queries.read(id, json);
    checkComplete();
    if (queries.index().get(id) == null && queries.isFull(queries.index().size())) {
      throw ServiceException.conflict(queries.fullReason());
    }
    producer.send(new ProducerRecord<>(topic, id, json), timeout);
  }

  @Override
  public void delete(String id, Duration timeout) {
    Limits.checkId("id", id);
    producer.send(new ProducerRecord<>(topic, id, null), timeout);
  }

  @Override
  public Registered get(String id) {
    Limits.checkId("id", id);
    checkComplete();
    StandingQuery query = queries.index().get(id);
    if (query == null) {
      throw ServiceException.unknownStandingQuery(id);
    }
    return new Registered(id, query);
  }

  @Override
  public Page page(@Nullable String cursor, int limit) {
    checkComplete();
    List<String> ids = queries.index().ids(cursor == null ? "" : cursor, limit);
    List<Registered> found = new ArrayList<>();
    for (String id : ids) {
      StandingQuery query = queries.index().get(id);
      // Null: removed meanwhile.
      if (query != null) {
        found.add(new Registered(id, query));
      }
    }
    return new Page(found, ids.size() < limit ? null : ids.getLast());
  }

  private void checkComplete() {
    if (!complete.getAsBoolean()) {
      throw ServiceException.unavailable("the standing queries are being read", RETRY_AFTER);
    }
  }
}
