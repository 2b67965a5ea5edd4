package dev.sutra.app.broker;

import dev.sutra.app.message.Causes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * The directory of a broker, owned by one broker at a time.
 *
 * <pre>
 * broker.lock         held while the broker runs
 * broker.properties   the settings of the last start
 * log/                Kafka's own: topics, the metadata log, meta.properties
 * </pre>
 */
final class BrokerDirectory implements AutoCloseable {
  private final Path directory;
  private final FileChannel lock;

  private BrokerDirectory(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Creates the directory if it does not exist, and locks it.
   *
   * @throws BrokerException if it cannot be written, or another broker holds it
   */
  static BrokerDirectory open(Path directory) {
    FileChannel channel;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve("broker.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new BrokerException(
          "the broker's directory " + directory + " cannot be written: " + Causes.of(e), e);
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new BrokerDirectory(directory, channel);
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process holds the lock.
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw new BrokerException("the broker's directory " + directory + " cannot be locked", e);
    }
    BrokerException inUse =
        new BrokerException("another broker is using the directory " + directory);
    closeQuietly(channel, inUse);
    throw inUse;
  }

  private static void closeQuietly(FileChannel channel, Exception primary) {
    try {
      channel.close();
    } catch (IOException e) {
      primary.addSuppressed(e);
    }
  }

  Path logs() {
    return directory.resolve("log");
  }

  /**
   * Formats the directory for a new cluster of one broker unless it has been formatted.
   *
   * @throws BrokerException if the settings cannot be written or Kafka refuses them
   */
  void formatIfNew(Properties settings) {
    Path file = directory.resolve("broker.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, "Settings of the embedded broker, written at each start");
    } catch (IOException e) {
      throw new BrokerException("the broker's settings cannot be written: " + Causes.of(e), e);
    }
    if (Files.exists(logs().resolve("meta.properties"))) {
      return;
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int exitCode;
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      exitCode =
          StorageTool.execute(
              new String[] {
                "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
              },
              out);
    } catch (RuntimeException e) {
      throw new BrokerException("the broker's directory cannot be formatted: " + Causes.of(e), e);
    }
    if (exitCode != 0) {
      throw new BrokerException(
          "the broker's directory cannot be formatted: "
              + said.toString(StandardCharsets.UTF_8).strip());
    }
  }

  /** Releases the lock. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new BrokerException("the broker's directory cannot be unlocked", e);
    }
  }
}
