package dev.sutra.app.server;

import dev.sutra.app.service.InstanceState;
import dev.sutra.engine.EngineOptions;
import dev.sutra.kafka.routing.HttpPeerTransport;
import dev.sutra.kafka.routing.InstanceGroup;
import dev.sutra.kafka.routing.RoutedStore;
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
   */
  static InstanceGroup group(
      AppConfig config, KafkaStreams streams, InstanceState instance, HostInfo address) {
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
        new HttpPeerTransport(PeerRoutes.PATH),
        config.peers().secret());
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
