package dev.sutra.app.rest.http;

import java.time.Duration;

/**
 * Limits of connections.
 *
 * @param max maximum open connections; more wait to be accepted
 * @param perAddressMax maximum open connections of one remote address; more are closed immediately
 * @param patience how long the head of a request may take to arrive, and how long a client may
 *     pause while it reads a reply
 */
public record ConnectionLimits(int max, int perAddressMax, Duration patience) {
  public static final int MAX_DEFAULT = 2048;

  /** Leaves room for other clients, such as health checks. */
  public static final int PER_ADDRESS_MAX_DEFAULT = 1024;

  /** The usual limits. */
  public static final ConnectionLimits DEFAULT =
      ConnectionLimits.of(MAX_DEFAULT, PER_ADDRESS_MAX_DEFAULT);

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public ConnectionLimits {
    if (max < 1 || perAddressMax < 1 || !patience.isPositive()) {
      throw new IllegalArgumentException("a limit of connections is not positive");
    }
  }

  /** Limits of numbers, with a patience of 10 seconds. */
  public static ConnectionLimits of(int max, int perAddressMax) {
    return new ConnectionLimits(max, perAddressMax, Duration.ofSeconds(10));
  }
}
