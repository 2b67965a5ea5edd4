package dev.sutra.schemas;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * The serdes could not query the schema registry: it did not respond, rejected the credentials or
 * sent an invalid response. The record may be valid: wait and retry.
 */
public final class SchemaRegistryUnavailableException extends RetriableException {
  /** Creates the exception; the message names the registry and the reason. */
  public SchemaRegistryUnavailableException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }
}
