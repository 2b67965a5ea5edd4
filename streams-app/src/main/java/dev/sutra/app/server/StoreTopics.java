package dev.sutra.app.server;

import dev.sutra.app.message.Causes;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Which topics the stores of a state directory were built from, by the ids that Kafka gives them: a
 * topic that was deleted and recreated has the same name and another id. Stored beside the stores
 * as {@value #FILE}, a properties file with {@code version}, {@code events}, {@code mirrors} and
 * {@code changelog}.
 *
 * @param changelog null: Kafka Streams has not created it yet
 */
record StoreTopics(Uuid events, Uuid mirrors, @Nullable Uuid changelog) {
  static final String FILE = "sutra-topics.properties";
  private static final String VERSION = "1";

  /**
   * Reads the file.
   *
   * @return null if there is no file
   * @throws ConfigurationException if the file is invalid
   */
  static @Nullable StoreTopics read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    Properties kept = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      kept.load(reader);
    } catch (NoSuchFileException e) {
      return null;
    }
    String version = kept.getProperty("version");
    if (!VERSION.equals(version)) {
      throw new ConfigurationException(
          file + " has version " + version + "; supported is version " + VERSION);
    }
    try {
      String changelog = kept.getProperty("changelog");
      return new StoreTopics(
          Uuid.fromString(kept.getProperty("events", "")),
          Uuid.fromString(kept.getProperty("mirrors", "")),
          changelog == null ? null : Uuid.fromString(changelog));
    } catch (RuntimeException e) {
      throw new ConfigurationException(
          file + " is corrupt (" + Causes.of(e) + "); delete it if the topics are unchanged");
    }
  }

  /** Replaces the file. */
  void write(Path directory) throws IOException {
    Properties kept = new Properties();
    kept.setProperty("version", VERSION);
    kept.setProperty("events", events.toString());
    kept.setProperty("mirrors", mirrors.toString());
    if (changelog != null) {
      kept.setProperty("changelog", changelog.toString());
    }
    Files.createDirectories(directory);
    Path next = directory.resolve(FILE + ".tmp");
    try (Writer writer = Files.newBufferedWriter(next)) {
      kept.store(writer, "The topics that the stores were built from");
    }
    Files.move(
        next,
        directory.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
