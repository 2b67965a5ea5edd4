package dev.sutra.app.broker;

import java.nio.file.Path;
import java.util.Properties;

/** The settings of a single small broker that is reachable from this machine only. */
final class BrokerSettings {
  private static final int MIB = 1 << 20;

  private BrokerSettings() {}

  static Properties of(LoopbackPorts ports, Path logs) {
    Properties settings = new Properties();
    cluster(settings, ports);
    alone(settings);
    small(settings);
    settings.setProperty("log.dirs", logs.toString());
    settings.setProperty("auto.create.topics.enable", "false");
    // The demo stores its progress as a group's offset, which must not expire either.
    settings.setProperty("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
    // Data of a trial must not expire after a week.
    settings.setProperty("log.retention.ms", "-1");
    settings.setProperty("group.initial.rebalance.delay.ms", "0");
    // Without it, startup waits forever.
    settings.setProperty("server.max.startup.time.ms", "60000");
    return settings;
  }

  private static void cluster(Properties settings, LoopbackPorts ports) {
    String client = "BROKER://" + LoopbackPorts.HOST + ":" + ports.broker();
    String controller = LoopbackPorts.HOST + ":" + ports.controller();
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", "1");
    // Static voters: unlike voters in the metadata log, their ports may change between starts.
    settings.setProperty("controller.quorum.voters", "1@" + controller);
    settings.setProperty("listeners", client + ",CONTROLLER://" + controller);
    settings.setProperty("advertised.listeners", client);
    settings.setProperty("inter.broker.listener.name", "BROKER");
    settings.setProperty("controller.listener.names", "CONTROLLER");
    settings.setProperty("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
  }

  private static void alone(Properties settings) {
    // After a crash, the controller admits the broker only when the previous session has expired.
    settings.setProperty("broker.session.timeout.ms", "3000");
    settings.setProperty("broker.heartbeat.interval.ms", "500");
    settings.setProperty("default.replication.factor", "1");
    settings.setProperty("min.insync.replicas", "1");
    settings.setProperty("offsets.topic.replication.factor", "1");
    settings.setProperty("offsets.topic.num.partitions", "4");
    settings.setProperty("transaction.state.log.replication.factor", "1");
    settings.setProperty("transaction.state.log.min.isr", "1");
    settings.setProperty("transaction.state.log.num.partitions", "4");
    settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
    settings.setProperty("share.coordinator.state.topic.min.isr", "1");
    settings.setProperty("share.coordinator.state.topic.num.partitions", "4");
  }

  private static void small(Properties settings) {
    settings.setProperty("num.network.threads", "2");
    settings.setProperty("num.io.threads", "4");
    settings.setProperty("background.threads", "2");
    settings.setProperty("log.segment.bytes", Integer.toString(64 * MIB));
    settings.setProperty("log.index.size.max.bytes", Integer.toString(MIB));
    settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 * MIB));
    settings.setProperty("offsets.topic.segment.bytes", Integer.toString(8 * MIB));
    settings.setProperty("transaction.state.log.segment.bytes", Integer.toString(8 * MIB));
    settings.setProperty("metadata.log.segment.bytes", Integer.toString(16 * MIB));
  }
}
