package dev.sutra.app.rest.http;

import dev.sutra.app.rest.guard.Access;
import java.time.Duration;

/**
 * Where and how the server listens.
 *
 * @param host address to bind to
 * @param port 0 to 65535; 0: any that is free
 * @param writeTimeout how long a write may wait for the broker
 * @param stopTimeout how long a stop waits for running requests
 * @param memoryBytes heap that requests may use: bodies, running queries, replies being sent
 * @param connections how many, and how patient with them
 * @param access who may use it
 */
public record RestConfig(
    String host,
    int port,
    Duration writeTimeout,
    Duration stopTimeout,
    long memoryBytes,
    ConnectionLimits connections,
    Access access) {

  /** Loopback, because every client that reaches the port can write. */
  public static final String HOST_DEFAULT = "127.0.0.1";

  public static final int PORT_DEFAULT = 8080;

  /** The longest body of a request, in bytes. */
  public static final int BODY_BYTES_MAX = 1 << 20;

  /** Requests that are processed at once; more are rejected rather than queued without a bound. */
  public static final int REQUESTS_MAX = 512;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public RestConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is empty");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; 0 to 65535 is allowed");
    }
    if (memoryBytes < 1) {
      throw new IllegalArgumentException("memoryBytes is " + memoryBytes);
    }
    if (!writeTimeout.isPositive() || stopTimeout.isNegative()) {
      throw new IllegalArgumentException("a timeout is not positive");
    }
  }

  /** Writes wait 10 seconds, a stop 5; requests may use half of the heap. */
  public static RestConfig of(String host, int port) {
    return new RestConfig(
        host,
        port,
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        Runtime.getRuntime().maxMemory() / 2,
        ConnectionLimits.DEFAULT,
        Access.LOOPBACK);
  }

  /** The same with another heap for requests, in bytes. */
  public RestConfig withMemory(long bytes) {
    return new RestConfig(host, port, writeTimeout, stopTimeout, bytes, connections, access);
  }

  /** The same, with other limits of connections. */
  public RestConfig withConnections(ConnectionLimits other) {
    return new RestConfig(host, port, writeTimeout, stopTimeout, memoryBytes, other, access);
  }

  /** The same for others. */
  public RestConfig withAccess(Access other) {
    return new RestConfig(host, port, writeTimeout, stopTimeout, memoryBytes, connections, other);
  }
}
