package dev.sutra.app.rest;

import dev.sutra.app.api.ConceptService;
import dev.sutra.app.api.EventBatch;
import dev.sutra.app.api.EventLimits;
import dev.sutra.app.api.ServiceException;
import dev.sutra.app.json.JsonLines;
import dev.sutra.app.rest.http.ApiRequest;
import dev.sutra.app.rest.http.HttpProblem;
import dev.sutra.app.rest.http.Reply;
import dev.sutra.app.rest.http.RestConfig;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.rest.json.Json;
import dev.sutra.schemas.ConceptEventJson;
import dev.sutra.schemas.avro.ConceptEvent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Many events in one request, as JSON Lines that are sent to the topic as they arrive. */
final class EventRoutes {
  private static final String LINES = "application/x-ndjson";
  private static final int EVENTS_MAX = 500;
  private static final int ERRORS_MAX = 1000;

  private final ConceptService service;
  private final Deadline deadline;
  private final Duration timeout;

  /**
   * Creates the routes.
   *
   * @param timeout how long the broker may take for the events that are sent together
   */
  EventRoutes(ConceptService service, Deadline deadline, Duration timeout) {
    this.service = service;
    this.deadline = deadline;
    this.timeout = timeout;
  }

  List<Route> routes() {
    return List.of(Route.withStream("POST", "/v1/events", Set.of(), this::send));
  }

  private Reply send(ApiRequest request) throws Exception {
    request.refuseConditions();
    Lines lines = new Lines(service.batch());
    try (InputStream body = request.bodyStream(List.of(LINES))) {
      JsonLines in = new JsonLines(body, RestConfig.BODY_BYTES_MAX);
      for (JsonLines.Line line = in.next(); line != null; line = in.next()) {
        lines.take(line);
      }
      lines.send();
    } catch (HttpProblem e) {
      throw e.with(lines.progress());
    } catch (IOException e) {
      throw HttpProblem.badRequest("the body is not valid gzip").with(lines.progress());
    }
    return lines.reply();
  }

  /** The lines of one request. */
  private final class Lines {
    private final EventBatch batch;
    private final List<ConceptEvent> events = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();
    private final List<LineError> errors = new ArrayList<>();
    private long bytes;
    private long accepted;
    private long rejected;
    private long sentUpTo;

    Lines(EventBatch batch) {
      this.batch = batch;
    }

    void take(JsonLines.Line line) throws Exception {
      byte[] json = line.bytes();
      if (json == null) {
        reject(line.number(), "longer than " + RestConfig.BODY_BYTES_MAX + " bytes");
      } else if (!line.isBlank()) {
        parse(line.number(), json);
      }
      if (events.size() == EVENTS_MAX || bytes >= RestConfig.BODY_BYTES_MAX) {
        send();
      }
    }

    private void parse(long number, byte[] json) {
      try {
        ConceptEvent event = ConceptEventJson.parse(json);
        EventLimits.check(event);
        events.add(event);
        numbers.add(number);
        bytes += json.length;
      } catch (IllegalArgumentException e) {
        reject(number, String.valueOf(e.getMessage()));
      }
    }

    /** Sends the events that were taken. */
    void send() throws Exception {
      if (events.isEmpty()) {
        return;
      }
      List<@Nullable String> refused;
      try {
        refused = deadline.call(timeout, () -> batch.send(List.copyOf(events), timeout));
      } catch (ServiceException e) {
        throw HttpProblem.of(e);
      }
      for (int i = 0; i < refused.size(); i++) {
        String why = refused.get(i);
        if (why == null) {
          accepted++;
        } else {
          reject(numbers.get(i), why);
        }
      }
      sentUpTo = numbers.getLast();
      events.clear();
      numbers.clear();
      bytes = 0;
    }

    private void reject(long number, String why) {
      rejected++;
      if (errors.size() < ERRORS_MAX) {
        errors.add(new LineError(number, why));
      }
    }

    /** Tells how far it came, for the message of an error. */
    String progress() {
      return sentUpTo == 0
          ? "no line is known to have been sent"
          : "the lines up to " + sentUpTo + " were sent, at position " + batch.position();
    }

    Reply reply() {
      if (accepted + rejected == 0) {
        throw HttpProblem.badRequest("the body has no events");
      }
      errors.sort(Comparator.comparingLong(LineError::line));
      return Reply.json(
          HttpStatus.ACCEPTED_202,
          Json.object(
              json -> {
                json.writeNumberField("accepted", accepted);
                json.writeNumberField("rejected", rejected);
                json.writeArrayFieldStart("errors");
                for (LineError error : errors) {
                  json.writeStartObject();
                  json.writeNumberField("line", error.line());
                  json.writeStringField("detail", error.detail());
                  json.writeEndObject();
                }
                json.writeEndArray();
                json.writeStringField("position", batch.position());
              }));
    }
  }

  private record LineError(long line, String detail) {}
}
