package dev.sutra.kafka.routing;

/** The timeout of a query expired. */
public final class QueryTimeoutException extends RuntimeException {
  QueryTimeoutException(String message) {
    super(message);
  }
}
