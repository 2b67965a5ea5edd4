package dev.sutra.schemas.registry;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A request to a schema registry failed. The message has no credentials. */
public final class SchemaRegistryException extends KafkaException {
  /** The reason of a failure. */
  public enum Reason {
    /** No registry responded in time, or all responded with a 5xx or 429 status. */
    UNAVAILABLE,
    /** The registry rejects the credentials (401, 403). */
    DENIED,
    /** The response is not that of a schema registry. */
    UNEXPECTED,
    /** The registry does not know the id, the subject or the schema. */
    NOT_FOUND,
    /** The schema is not compatible with the subject's earlier ones (409). */
    INCOMPATIBLE,
    /** The request is invalid (422), or this client does not support the schema. */
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
   * Whether the registry or the connection is at fault, rather than the id or the schema: a retry
   * may succeed.
   */
  public boolean retriable() {
    return switch (reason) {
      case UNAVAILABLE, DENIED, UNEXPECTED -> true;
      case NOT_FOUND, INCOMPATIBLE, INVALID -> false;
    };
  }
}
