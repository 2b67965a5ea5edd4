package dev.sutra.schemas.registry;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A schema registry did not do what it was asked. The message holds no credentials. */
public final class SchemaRegistryException extends KafkaException {
  /** Why. */
  public enum Reason {
    /** No registry answered in time, or all answered with a 5xx or 429 status. */
    UNAVAILABLE,
    /** The registry refuses the credentials (401, 403). */
    DENIED,
    /** The answer is not one of a schema registry. */
    UNEXPECTED,
    /** The registry does not know the id, the subject or the schema. */
    NOT_FOUND,
    /** The schema is not compatible with the subject's earlier ones (409). */
    INCOMPATIBLE,
    /** The registry finds the request invalid (422), or its schema is none this client reads. */
    INVALID
  }

  private final Reason reason;

  public SchemaRegistryException(Reason reason, String message) {
    this(reason, message, null);
  }

  public SchemaRegistryException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why the request failed. */
  public Reason reason() {
    return reason;
  }

  /**
   * Whether the fault lies with the registry or the way to it rather than with the id or the
   * schema: the same request may succeed later.
   */
  public boolean retriable() {
    return switch (reason) {
      case UNAVAILABLE, DENIED, UNEXPECTED -> true;
      case NOT_FOUND, INCOMPATIBLE, INVALID -> false;
    };
  }
}
