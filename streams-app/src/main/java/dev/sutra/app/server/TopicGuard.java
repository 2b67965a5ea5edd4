package dev.sutra.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the stores belong to the current topics, so that old and new rows are never mixed. If
 * all topics are new, the stores are deleted and rebuilt. If only the changelog or only the events
 * are new, a deletion could remove the last copy of data: the instance ends, and the operator
 * decides. Thread-safe.
 */
final class TopicGuard {
  private final TopicNames names;
  private final Path directory;
  private volatile @Nullable StoreTopics known;

  /** What has to be done before the stream starts. */
  enum Start {
    /** Nothing: the stores, if there are any, belong to the topics. */
    GO_ON,
    /** There are neither stores nor a changelog: all events must be read. */
    READ_ALL,
    /** The stores belong to topics that no longer exist: they must be deleted. */
    DELETE_STORES
  }

  /**
   * Creates a guard.
   *
   * @param directory of the application, which holds the stores of all its tasks
   */
  TopicGuard(TopicNames names, Path directory) {
    this.names = names;
    this.directory = directory;
  }

  /**
   * Compares the topics with those that the stores were built from. Called before missing topics
   * are created.
   *
   * @throws ConfigurationException if the operator must decide
   */
  Start beforeStart(FoundTopics found) throws IOException {
    StoreTopics kept = StoreTopics.read(directory);
    Uuid changelog = found.id(names.changelog());
    boolean sameEvents = kept == null || kept.events().equals(found.id(names.events()));
    boolean sameMirrors = kept == null || kept.mirrors().equals(found.id(names.mirrors()));
    boolean sameChangelog =
        changelog == null
            ? !hasStores()
            : kept == null || kept.changelog() == null || kept.changelog().equals(changelog);
    if (sameChangelog && (!sameEvents || !sameMirrors) && changelog != null) {
      throw new ConfigurationException(
          TopicMessages.otherInput(sameEvents ? names.mirrors() : names.events(), names));
    }
    if (!sameChangelog && sameEvents) {
      throw new ConfigurationException(TopicMessages.otherChangelog(names, directory));
    }
    if (!sameChangelog) {
      return Start.DELETE_STORES;
    }
    return changelog == null ? Start.READ_ALL : Start.GO_ON;
  }

  Path directory() {
    return directory;
  }

  /** Stores the ids of the topics that the stores are built from. */
  synchronized void remember(FoundTopics found) throws IOException {
    StoreTopics now =
        new StoreTopics(
            Objects.requireNonNull(found.id(names.events())),
            Objects.requireNonNull(found.id(names.mirrors())),
            found.id(names.changelog()));
    now.write(directory);
    known = now;
  }

  /** Stores the id of the changelog once the stream has created it. */
  synchronized void rememberChangelog(FoundTopics found) throws IOException {
    StoreTopics kept = known;
    if (kept != null && kept.changelog() == null && found.has(names.changelog())) {
      remember(found);
    }
  }

  /** What is wrong with the topics of a running stream, in a sentence for the user, or null. */
  @Nullable String problem(FoundTopics found) {
    StoreTopics kept = known;
    if (kept == null) {
      return null;
    }
    for (String topic : names.all()) {
      boolean expected = !topic.equals(names.changelog()) || kept.changelog() != null;
      if (expected && !found.has(topic)) {
        return TopicMessages.missing(topic);
      }
    }
    if (!kept.events().equals(found.id(names.events()))) {
      return TopicMessages.otherInput(names.events(), names);
    }
    if (!kept.mirrors().equals(found.id(names.mirrors()))) {
      return TopicMessages.otherInput(names.mirrors(), names);
    }
    if (kept.changelog() != null && !kept.changelog().equals(found.id(names.changelog()))) {
      return TopicMessages.otherChangelog(names, directory);
    }
    return partitionProblem(found);
  }

  /** Which topics have a wrong number of partitions, or null. */
  @Nullable String partitionProblem(FoundTopics found) {
    int events = found.partitions(names.events());
    int mirrors = found.partitions(names.mirrors());
    int changelog = found.partitions(names.changelog());
    boolean fits = mirrors == events && (changelog == 0 || changelog == events);
    if (!fits) {
      return TopicMessages.partitions(names, events, mirrors, changelog);
    }
    for (String single : List.of(names.topics().queries(), names.registered())) {
      int partitions = found.partitions(single);
      if (partitions > 1) {
        return TopicMessages.onePartition(single, partitions);
      }
    }
    return null;
  }

  private boolean hasStores() throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.anyMatch(entry -> Files.isDirectory(entry.resolve(AppConfig.STORE)));
    }
  }
}
