package dev.sutra.app.api;

import dev.sutra.app.message.PlainText;
import java.time.Duration;

/** A {@link ConceptService} cannot answer. The message is shown to the client. */
public final class ServiceException extends RuntimeException {
  public enum Kind {
    UNKNOWN_CONCEPT,
    UNKNOWN_STANDING_QUERY,
    CONFLICT,
    UNAVAILABLE,
    TIMEOUT
  }

  private final Kind kind;
  private final Duration retryAfter;

  private ServiceException(Kind kind, String message, Duration retryAfter) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** The concept does not exist: status 404. */
  public static ServiceException unknownConcept(String id) {
    return new ServiceException(
        Kind.UNKNOWN_CONCEPT, "there is no concept " + PlainText.quoted(id), Duration.ZERO);
  }

  /** The standing query does not exist: status 404. */
  public static ServiceException unknownStandingQuery(String id) {
    return new ServiceException(
        Kind.UNKNOWN_STANDING_QUERY,
        "there is no standing query " + PlainText.quoted(id),
        Duration.ZERO);
  }

  /** Something that exists is in the way: status 409. */
  public static ServiceException conflict(String reason) {
    return new ServiceException(Kind.CONFLICT, reason, Duration.ZERO);
  }

  /**
   * Temporarily unavailable: starting, or a partition or the broker is missing. Status 503.
   *
   * @param reason one sentence without class names or paths
   * @param retryAfter when to retry, rounded up to seconds
   */
  public static ServiceException unavailable(String reason, Duration retryAfter) {
    return new ServiceException(Kind.UNAVAILABLE, reason, retryAfter);
  }

  /** The request timed out: status 504. */
  public static ServiceException timeout(String reason) {
    return new ServiceException(Kind.TIMEOUT, reason, Duration.ZERO);
  }

  public Kind kind() {
    return kind;
  }

  public long retryAfterSeconds() {
    return Math.max(1, retryAfter.plusMillis(999).toSeconds());
  }
}
