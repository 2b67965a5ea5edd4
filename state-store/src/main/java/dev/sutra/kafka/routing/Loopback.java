package dev.sutra.kafka.routing;

import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Finds addresses of instances that lead back to whoever asks. */
final class Loopback {
  private static final QuietLog LOG = new QuietLog(LoggerFactory.getLogger(Loopback.class));

  private final HostInfo self;

  Loopback(HostInfo self) {
    this.self = self;
  }

  /** Why the others cannot reach this instance; null: nothing is known to be wrong. */
  @Nullable String problemHere(Placement placement) {
    return isLoopback(self) && placement.members().stream().anyMatch(peer -> !isLoopback(peer))
        ? "its address is a loopback address, and other instances are on other machines: advertise"
            + " one that they reach"
        : null;
  }

  /** Why this instance cannot reach another one; null: nothing is known to be wrong. */
  @Nullable String problemThere(HostInfo peer) {
    return isLoopback(peer) && !isLoopback(self)
        ? "its address is a loopback address, which leads back to this machine: it must advertise"
            + " another one"
        : null;
  }

  /** Logs what is wrong with the addresses. */
  Placement checked(Placement placement) {
    String here = problemHere(placement);
    if (here != null) {
      LOG.warn("this instance at {}:{}: {}", self.host(), self.port(), here);
    }
    for (HostInfo peer : placement.members()) {
      String there = problemThere(peer);
      if (there != null) {
        LOG.warn("the instance at {}:{}: {}", peer.host(), peer.port(), there);
      }
    }
    return placement;
  }

  /** Names are not looked up: a query must not wait for that. */
  private static boolean isLoopback(HostInfo address) {
    String host = address.host();
    return host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("::1")
        || host.equals("[::1]");
  }
}
