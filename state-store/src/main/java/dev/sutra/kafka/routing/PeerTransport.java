package dev.sutra.kafka.routing;

import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.streams.state.HostInfo;

/** Carries a request to another instance, and its reply back. Thread-safe. */
public interface PeerTransport extends AutoCloseable {
  /**
   * Sends a request and waits for the reply.
   *
   * @param peer the other instance, as its {@code application.server} says
   * @param timeout how long it may take
   * @return what {@link PeerEndpoint#answer} of the other instance made
   * @throws IOException if there is no reply in time, or it is larger than allowed
   */
  byte[] send(HostInfo peer, byte[] request, Duration timeout)
      throws IOException, InterruptedException;

  @Override
  void close();
}
