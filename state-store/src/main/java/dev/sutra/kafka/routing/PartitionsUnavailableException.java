package dev.sutra.kafka.routing;

/** Partitions cannot answer at present; a later try may succeed. The message names them. */
public final class PartitionsUnavailableException extends RuntimeException {
  PartitionsUnavailableException(String message) {
    super(message);
  }
}
