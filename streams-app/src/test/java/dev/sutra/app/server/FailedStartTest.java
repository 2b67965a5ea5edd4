package dev.sutra.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails, at whatever step, leaves no thread and no metric behind. */
class FailedStartTest {
  @TempDir Path directory;

  @Test
  void aPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertLeavesNothing("http.port", Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void anAddressThatIsNotOurs() throws Exception {
    // The last step: everything else is open by then.
    assertLeavesNothing("http.host", "192.0.2.1");
  }

  @Test
  void aRegistryThatIsNone() throws Exception {
    assertLeavesNothing("schema.registry.url", "not a url");
  }

  @Test
  void aClientThatCannotBeMade() throws Exception {
    assertLeavesNothing("kafka.security.protocol", "NONSENSE");
  }

  @Test
  void aSettingThatKafkaStreamsRefuses() throws Exception {
    assertLeavesNothing("kafka.num.stream.threads", "many");
  }

  @Test
  void aSettingOfMetricsThatKafkaRefuses() throws Exception {
    assertLeavesNothing("kafka.metric.reporters", "no.such.Reporter");
  }

  @Test
  void aStateDirectoryThatIsAFile() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    assertLeavesNothing("state.dir", file.toString());
  }

  @Test
  void aStateDirectoryThatIsInUse() throws Exception {
    Properties settings = settings();
    try (SutraApp first = SutraApp.start(AppConfig.of(settings), null)) {
      assertEquals(null, first.ending());
      assertLeavesNothing("http.port", "0");
    }
  }

  @Test
  void anInstanceThatIsClosed() throws Exception {
    Set<Long> threads = threads();
    Set<ObjectName> beans = beans();
    SutraApp.start(AppConfig.of(settings()), null).close();
    assertNothingNew(threads, beans);
  }

  private void assertLeavesNothing(String key, String value) throws Exception {
    Properties settings = settings();
    settings.setProperty(key, value);
    Set<Long> threads = threads();
    Set<ObjectName> beans = beans();
    assertThrows(Exception.class, () -> SutraApp.start(AppConfig.of(settings), null).close());
    assertNothingNew(threads, beans);
  }

  private static void assertNothingNew(Set<Long> threads, Set<ObjectName> beans) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertEquals(Set.of(), newThreads(threads));
              Set<ObjectName> left = new HashSet<>(beans());
              left.removeAll(beans);
              assertEquals(Set.of(), left);
            });
  }

  private Properties settings() {
    Properties settings = new Properties();
    // Nobody listens there.
    settings.setProperty("bootstrap.servers", "127.0.0.1:1");
    settings.setProperty("schema.registry.url", "http://127.0.0.1:1");
    settings.setProperty("state.dir", directory.resolve("state").toString());
    settings.setProperty("http.port", "0");
    settings.setProperty("http.insecure", "true");
    settings.setProperty("embedder", "none");
    settings.setProperty("dimension", "2");
    return settings;
  }

  private static Set<Long> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::threadId)
        .collect(Collectors.toSet());
  }

  private static Set<String> newThreads(Set<Long> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread.threadId()))
        .map(Thread::getName)
        .filter(FailedStartTest::isOurs)
        .collect(Collectors.toSet());
  }

  /** Not of the JVM, which starts threads of its own when they are first needed. */
  private static boolean isOurs(String name) {
    return name.contains("kafka")
        || name.contains("sutra")
        || name.contains("http")
        || name.contains("admin")
        || name.contains("producer");
  }

  private static Set<ObjectName> beans() {
    return ManagementFactory.getPlatformMBeanServer().queryNames(null, null).stream()
        .filter(name -> name.getDomain().startsWith("kafka"))
        .collect(Collectors.toSet());
  }
}
