package dev.sutra.schemas;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * The serdes could not ask the schema registry: it did not answer, refused the credentials or
 * answered nonsense. Nothing is known about the record, which may be good: wait and try again
 * rather than set it aside.
 */
public final class SchemaRegistryUnavailableException extends RetriableException {
  /** Tells which registry and why; the cause tells more. */
  public SchemaRegistryUnavailableException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
