package dev.sutra.app.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * A cluster of brokers, each in a process of its own and replicating everything. Applications come
 * through a proxy each; the test comes directly.
 */
final class Brokers implements AutoCloseable {
  static final int COUNT = 3;
  private static final int HEAP_MIB = 320;
  private static final long DELAY_MS = 40;

  private final Path directory;
  private final String clusterId = Uuid.randomUuid().toString();
  private final List<Integer> applicationPorts = new ArrayList<>();
  private final List<Integer> directPorts = new ArrayList<>();
  private final List<Integer> innerPorts = new ArrayList<>();
  private final List<Integer> controllerPorts = new ArrayList<>();
  private final List<TcpProxy> proxies = new ArrayList<>();
  private final List<ChildProcess> processes = new ArrayList<>();

  /** Starts them. */
  Brokers(Path directory) throws IOException {
    this.directory = directory;
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      for (List<Integer> ports :
          List.of(applicationPorts, directPorts, innerPorts, controllerPorts)) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    for (int i = 0; i < COUNT; i++) {
      proxies.add(new TcpProxy(applicationPorts.get(i), DELAY_MS));
    }
    for (int i = 0; i < COUNT; i++) {
      processes.add(launch(i));
    }
    awaitStarted();
  }

  private ChildProcess launch(int broker) throws IOException {
    Path file = directory.resolve("broker-" + broker + ".properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      settings(broker).store(out, null);
    }
    return ChildProcess.start(
        BrokerProcess.class,
        HEAP_MIB,
        directory.resolve("broker-" + broker + ".log"),
        file.toString(),
        clusterId);
  }

  private Properties settings(int broker) {
    Properties settings = new Properties();
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", Integer.toString(broker + 1));
    settings.setProperty(
        "controller.quorum.voters",
        IntStream.range(0, COUNT)
            .mapToObj(i -> (i + 1) + "@127.0.0.1:" + controllerPorts.get(i))
            .collect(Collectors.joining(",")));
    settings.setProperty(
        "listeners",
        "APPS://127.0.0.1:%d,DIRECT://127.0.0.1:%d,INNER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(
                applicationPorts.get(broker),
                directPorts.get(broker),
                innerPorts.get(broker),
                controllerPorts.get(broker)));
    settings.setProperty(
        "advertised.listeners",
        "APPS://127.0.0.1:%d,DIRECT://127.0.0.1:%d,INNER://127.0.0.1:%d"
            .formatted(
                proxies.get(broker).port(), directPorts.get(broker), innerPorts.get(broker)));
    settings.setProperty(
        "listener.security.protocol.map",
        "APPS:PLAINTEXT,DIRECT:PLAINTEXT,INNER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.setProperty("inter.broker.listener.name", "INNER");
    settings.setProperty("controller.listener.names", "CONTROLLER");
    settings.setProperty("log.dirs", directory.resolve("broker-" + broker).toString());
    settings.setProperty("broker.session.timeout.ms", "4000");
    settings.setProperty("broker.heartbeat.interval.ms", "500");
    settings.setProperty("group.initial.rebalance.delay.ms", "0");
    settings.setProperty("group.min.session.timeout.ms", "1000");
    settings.setProperty("group.streams.min.session.timeout.ms", "1000");
    settings.setProperty("group.streams.session.timeout.ms", "6000");
    settings.setProperty("group.streams.min.heartbeat.interval.ms", "500");
    settings.setProperty("group.streams.heartbeat.interval.ms", "1000");
    settings.setProperty("group.streams.num.standby.replicas", "1");
    settings.setProperty("auto.create.topics.enable", "false");
    settings.setProperty("default.replication.factor", "3");
    settings.setProperty("min.insync.replicas", "2");
    for (String topic : List.of("offsets.topic", "transaction.state.log")) {
      settings.setProperty(topic + ".replication.factor", "3");
      settings.setProperty(topic + ".num.partitions", "3");
    }
    settings.setProperty("transaction.state.log.min.isr", "2");
    settings.setProperty("share.coordinator.state.topic.replication.factor", "3");
    settings.setProperty("share.coordinator.state.topic.min.isr", "2");
    settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    settings.setProperty("log.index.size.max.bytes", Integer.toString(1 << 20));
    settings.setProperty("num.network.threads", "2");
    settings.setProperty("num.io.threads", "2");
    return settings;
  }

  private void awaitStarted() {
    processes.forEach(process -> process.awaitLine("STARTED"::equals));
  }

  /** Where applications connect, through proxies. */
  String applicationServers() {
    return proxies.stream().map(it -> "127.0.0.1:" + it.port()).collect(Collectors.joining(","));
  }

  /** Where the test connects. */
  String directServers() {
    return directPorts.stream().map(it -> "127.0.0.1:" + it).collect(Collectors.joining(","));
  }

  ChildProcess process(int broker) {
    return processes.get(broker);
  }

  /** Starts one that was killed, and waits until it runs. */
  void restart(int broker) throws IOException {
    processes.set(broker, launch(broker));
    awaitStarted();
  }

  /** Changes the network between applications and all brokers. */
  void set(TcpProxy.Network network) {
    proxies.forEach(proxy -> proxy.set(network));
  }

  @Override
  public void close() throws IOException {
    processes.forEach(ChildProcess::close);
    for (TcpProxy proxy : proxies) {
      proxy.close();
    }
  }
}
