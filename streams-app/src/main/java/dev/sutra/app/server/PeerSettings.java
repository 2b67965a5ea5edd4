package dev.sutra.app.server;

import dev.sutra.kafka.routing.wire.PeerSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.state.HostInfo;

/**
 * How the instances of a group reach and know each other.
 *
 * @param advertised {@code host:port} of this instance for the others; empty: what it listens on
 * @param secret that they share
 */
record PeerSettings(String advertised, PeerSecret secret) {
  private static final int PORT_MAX = 65_535;

  /**
   * Checks the settings.
   *
   * @param secret empty: none, or the one of the file
   * @param secretFile whose first line is the secret; empty: none
   * @throws IllegalArgumentException naming the key that is wrong
   */
  static PeerSettings of(String advertised, String secret, String secretFile) {
    if (!advertised.isEmpty()) {
      parse(advertised);
    }
    if (!secret.isEmpty() && !secretFile.isEmpty()) {
      throw new IllegalArgumentException("peer.secret and peer.secret.file are both given");
    }
    String key = secretFile.isEmpty() ? "peer.secret" : "peer.secret.file";
    String given = secretFile.isEmpty() ? secret : firstLine(secretFile);
    if (given.isEmpty() && secretFile.isEmpty()) {
      return new PeerSettings(advertised, PeerSecret.NONE);
    }
    try {
      return new PeerSettings(advertised, PeerSecret.of(given));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  /**
   * The address of this instance for the others. One that listens on all addresses has none unless
   * it is advertised.
   *
   * @param port that it listens on
   */
  HostInfo address(String host, int port) {
    if (!advertised.isEmpty()) {
      return parse(advertised);
    }
    InetAddress listens = new InetSocketAddress(host, port).getAddress();
    return listens == null || listens.isAnyLocalAddress()
        ? HostInfo.unavailable()
        : new HostInfo(host, port);
  }

  /** The host that is advertised; empty: none is. */
  String advertisedHost() {
    return advertised.isEmpty() ? "" : parse(advertised).host();
  }

  private static HostInfo parse(String address) {
    int colon = address.lastIndexOf(':');
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      if (colon > 0 && port > 0 && port <= PORT_MAX) {
        return new HostInfo(address.substring(0, colon), port);
      }
    } catch (NumberFormatException e) {
      throw wrong(address);
    }
    throw wrong(address);
  }

  private static IllegalArgumentException wrong(String address) {
    return new IllegalArgumentException("http.advertised is " + address + "; not host:port");
  }

  private static String firstLine(String file) {
    try {
      return Files.readString(Path.of(file)).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("peer.secret.file " + file + " cannot be read", e);
    }
  }
}
