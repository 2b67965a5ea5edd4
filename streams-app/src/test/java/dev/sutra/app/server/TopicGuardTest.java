package dev.sutra.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.topology.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicGuardTest {
  private static final TopicNames NAMES =
      new TopicNames(new Topics("e", "m", "d", "q", "t"), "c", "r");

  @TempDir Path directory;
  private final Map<String, TopicDescription> cluster = new HashMap<>();

  @BeforeEach
  void storesOfTwoPartitions() throws IOException {
    NAMES.all().forEach(name -> make(name, 2));
    make("q", 1);
    make("r", 1);
    guard().remember(found());
    Files.createDirectories(directory.resolve("0_0").resolve(AppConfig.STORE));
  }

  @Test
  void theSameTopicsGoOn() throws IOException {
    assertEquals(TopicGuard.Start.GO_ON, guard().beforeStart(found()));
  }

  @Test
  void olderStoresWithoutTheFileGoOn() throws IOException {
    Files.delete(directory.resolve(StoreTopics.FILE));
    assertEquals(TopicGuard.Start.GO_ON, guard().beforeStart(found()));
  }

  @Test
  void storesOfAllOtherTopicsAreDeletedWhetherTheChangelogIsThereOrNot() throws IOException {
    make("e", 2);
    make("m", 2);
    make("c", 2);
    assertEquals(TopicGuard.Start.DELETE_STORES, guard().beforeStart(found()));
    cluster.clear();
    assertEquals(TopicGuard.Start.DELETE_STORES, guard().beforeStart(found()));
  }

  @Test
  void aChangelogThatHoldsRowsOfOtherEventsIsRefused() throws IOException {
    make("e", 2);
    assertRefused("topic e is not the topic that the stores were built from");
    cluster.remove("e");
    assertRefused("topic e is not the topic that the stores were built from");
  }

  @Test
  void otherMirrorsAreRefused() throws IOException {
    make("m", 2);
    assertRefused("topic m is not the topic that the stores were built from");
  }

  @Test
  void aLostChangelogIsRefusedUntilTheStoresAreGone() throws IOException {
    cluster.remove("c");
    assertRefused("topic c is not the changelog");
    make("c", 2);
    assertRefused("topic c is not the changelog");

    cluster.remove("c");
    Files.delete(directory.resolve(StoreTopics.FILE));
    assertRefused("topic c is not the changelog");
    Files.delete(directory.resolve("0_0").resolve(AppConfig.STORE));
    assertEquals(TopicGuard.Start.READ_ALL, guard().beforeStart(found()));
  }

  @Test
  void aFileOfALaterVersionIsRefused() throws IOException {
    Files.writeString(directory.resolve(StoreTopics.FILE), "version=2\n");
    assertRefused("has version 2; supported is version 1");
  }

  @Test
  void lostRecreatedOrRaisedTopicsOfARunningStreamAreReported() throws IOException {
    TopicGuard guard = guard();
    guard.remember(found());
    assertNull(guard.problem(found()));
    TopicDescription events = cluster.remove("e");
    assertEquals("topic e was deleted while the instance ran", guard.problem(found()));
    make("e", 2);
    assertTrue(String.valueOf(guard.problem(found())).startsWith("topic e is not the topic"));
    cluster.put("e", described("e", events.topicId(), 4));
    assertTrue(String.valueOf(guard.problem(found())).contains("topic e has 4; the stores were"));
  }

  private void assertRefused(String reason) {
    String told =
        String.valueOf(
            assertThrows(ConfigurationException.class, () -> guard().beforeStart(found()))
                .getMessage());
    assertTrue(told.contains(reason), told);
  }

  private TopicGuard guard() {
    return new TopicGuard(NAMES, directory);
  }

  private FoundTopics found() {
    return new FoundTopics(cluster);
  }

  /** Makes a topic, anew if it is there. */
  private void make(String name, int partitions) {
    cluster.put(name, described(name, Uuid.randomUuid(), partitions));
  }

  private static TopicDescription described(String name, Uuid id, int partitions) {
    TopicPartitionInfo partition = new TopicPartitionInfo(0, Node.noNode(), List.of(), List.of());
    return new TopicDescription(
        name, false, Collections.nCopies(partitions, partition), Set.of(), id);
  }
}
