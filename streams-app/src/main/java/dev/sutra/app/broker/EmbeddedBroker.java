package dev.sutra.app.broker;

import dev.sutra.app.message.Causes;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * One Kafka broker with its controller, inside this process.
 *
 * <p>It listens on the loopback address only, requires no authentication, creates no topics
 * automatically, and keeps its data on disk without a time limit. It is meant for development:
 * there are no replicas, and a fatal error in Kafka, such as a full disk, ends the process.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private final KafkaRaftServer server;
  private final BrokerDirectory directory;
  private final int port;
  private boolean closed;

  private EmbeddedBroker(KafkaRaftServer server, BrokerDirectory directory, int port) {
    this.server = server;
    this.directory = directory;
    this.port = port;
  }

  /**
   * Starts a broker and returns when it takes requests, after a few seconds.
   *
   * @param dataDir created if it does not exist; the ports may differ between starts
   * @param port where clients connect, or 0 for any that is free
   * @throws BrokerException naming what is wrong: the port is in use, the directory cannot be
   *     written or belongs to a running broker, or Kafka does not start within 60 seconds
   */
  public static EmbeddedBroker start(Path dataDir, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; 0 to 65535 are allowed");
    }
    BrokerDirectory directory = BrokerDirectory.open(dataDir.toAbsolutePath().normalize());
    try {
      LoopbackPorts ports = LoopbackPorts.choose(port);
      Properties settings = BrokerSettings.of(ports, directory.logs());
      directory.formatIfNew(settings);
      return new EmbeddedBroker(startServer(settings), directory, ports.broker());
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static KafkaRaftServer startServer(Properties settings) {
    KafkaRaftServer server;
    try {
      server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    } catch (RuntimeException e) {
      throw notStarted(e);
    }
    try {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      BrokerException failure = notStarted(e);
      try {
        server.shutdown();
      } catch (RuntimeException e2) {
        failure.addSuppressed(e2);
      }
      throw failure;
    }
  }

  private static BrokerException notStarted(RuntimeException e) {
    return new BrokerException("the embedded broker does not start: " + Causes.of(e), e);
  }

  /** Returns what a client needs for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return LoopbackPorts.HOST + ":" + port;
  }

  /** Stops the broker cleanly, so that the next start does not recover its logs. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      directory.close();
    }
  }
}
