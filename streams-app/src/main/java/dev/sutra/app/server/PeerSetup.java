package dev.sutra.app.server;

import dev.sutra.app.rest.http.ByteBudget;
import dev.sutra.app.rest.http.RequestMemory;
import dev.sutra.app.rest.http.Route;
import dev.sutra.app.service.InstanceState;
import dev.sutra.engine.EngineOptions;
import dev.sutra.kafka.routing.HttpPeerTransport;
import dev.sutra.kafka.routing.InstanceGroup;
import dev.sutra.kafka.routing.PeerMemory;
import dev.sutra.kafka.routing.RoutedStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;

/** Connects an instance with the others of its group. */
final class PeerSetup {
  private PeerSetup() {}

  /**
   * Makes the group of an instance.
   *
   * @param address of this instance for the others
   * @param requests what requests may hold in memory
   */
  static InstanceGroup group(
      AppConfig config,
      KafkaStreams streams,
      InstanceState instance,
      HostInfo address,
      RequestMemory requests) {
    PeerMemory memory = memory(requests.peers());
    RoutedStore store =
        new RoutedStore(
            AppConfig.STORE,
            config.topics().events(),
            description(config.store()),
            instance::partitions,
            instance::localLags);
    return new InstanceGroup(
        streams,
        store,
        instance.active(),
        address,
        new HttpPeerTransport(PeerRoutes.PATH, memory),
        config.peers().secret(),
        memory);
  }

  /** Where the other instances ask this one. */
  static List<Route> routes(AppConfig config, InstanceGroup group) {
    return new PeerRoutes(group.endpoint(), config.access().keys() == null).routes();
  }

  private static PeerMemory memory(ByteBudget budget) {
    return new PeerMemory() {
      @Override
      public boolean take(long bytes, Duration patience) throws InterruptedException {
        return budget.take(bytes, patience);
      }

      @Override
      public void give(long bytes) {
        budget.give(bytes);
      }
    };
  }

  /** What all instances must have configured alike. */
  private static String description(EngineOptions options) {
    return "dimension "
        + options.dimension()
        + ", similarity "
        + options.similarity().name().toLowerCase(Locale.ROOT)
        + ", analyzer "
        + options.analyzer();
  }
}
