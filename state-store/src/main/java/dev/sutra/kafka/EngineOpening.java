package dev.sutra.kafka;

import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.StorageEngine;
import dev.sutra.io.CorruptFileException;
import dev.sutra.io.DirectoryLockedException;
import dev.sutra.record.FixedOptionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.kafka.streams.errors.ProcessorStateException;

/** Opens an engine for a task; failures become Kafka's exceptions. */
final class EngineOpening {
  private EngineOpening() {}

  /**
   * Opens the engine.
   *
   * @param store its name, for messages
   * @param application Kafka Streams' application id, for messages
   * @throws StoreSettingsException if it was created with other options
   * @throws ProcessorStateException if it is locked, corrupt or not accessible
   */
  static StorageEngine open(
      String store, String application, Path directory, EngineOptions options) {
    try {
      return StorageEngine.open(directory, options);
    } catch (FixedOptionException e) {
      throw StoreSettingsException.ofDirectory(store, application, directory, e);
    } catch (DirectoryLockedException e) {
      throw new ProcessorStateException("store " + store + " is locked: " + e.getMessage(), e);
    } catch (IOException | UncheckedIOException e) {
      throw new ProcessorStateException(
          "store " + store + " cannot read or write " + directory + ": " + e, e);
    } catch (CorruptFileException | IllegalArgumentException e) {
      throw new ProcessorStateException(
          "store "
              + store
              + " cannot be opened in "
              + directory
              + ": "
              + e.getMessage()
              + "; delete the directory to have it restored from the changelog",
          e);
    }
  }
}
