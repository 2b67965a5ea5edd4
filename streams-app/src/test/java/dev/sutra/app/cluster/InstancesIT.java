package dev.sutra.app.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.api.InstanceInfo;
import dev.sutra.app.cluster.TcpProxy.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three instances that reach each other through bad networks, and are killed: each answer is whole,
 * partial and says so, or a 503. {@code -Dsutra.cluster.peers=N} networks, {@code
 * -Dsutra.cluster.seconds=N} of kills; {@code -Dsutra.cluster.seed=N} repeats the choices.
 */
// Fields are set by start().
@SuppressWarnings("NullAway.Init")
class InstancesIT {
  private static final int CONCEPTS = 300;
  private static final int QUESTIONS = 20;
  private static final int TIMEOUT_MS = 600;
  private static final int DELAY_MS = 100;
  private static final int PEERS = Integer.getInteger("sutra.cluster.peers", 3);
  private static final int SECONDS = Integer.getInteger("sutra.cluster.seconds", 1);
  private static final long SEED = Long.getLong("sutra.cluster.seed", System.nanoTime() & 0xFFFFFF);
  private static final List<Network> NETWORKS =
      List.of(
          Network.SILENT, Network.GARBAGE, Network.DELAYED, Network.DROPPED, Network.HALF_CLOSED);

  @TempDir private static Path directory;
  private static SutraInstances instances;

  private final Random random = new Random(SEED);
  private final KnownAnswers answers = new KnownAnswers(CONCEPTS);
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  // The seed, for a failure that is found in the log of a build.
  @SuppressWarnings("SystemOut")
  static void start() throws Exception {
    System.out.println("InstancesIT: -Dsutra.cluster.seed=" + SEED);
    instances = new SutraInstances(directory, DELAY_MS);
    minute(instances::areReady);
    new KnownAnswers(CONCEPTS)
        .load(instances.bootstrapServers(), instances.first().serde().serializer());
    awaitWhole();
  }

  @AfterAll
  static void stop() throws Exception {
    instances.close();
  }

  @Test
  void noAnswerIsWrongOrHangsBehindABadNetwork() throws Exception {
    for (int i = 0; i < PEERS; i++) {
      Network network = NETWORKS.get(i % NETWORKS.size());
      // One or two instances are behind it; all are asked.
      List<TcpProxy> behind = new ArrayList<>(instances.proxies());
      Collections.shuffle(behind, random);
      behind = behind.subList(0, 1 + random.nextInt(2));
      int whole = answers.whole();
      behind.forEach(proxy -> proxy.set(network));
      int[] left = {SutraInstances.COUNT * QUESTIONS};
      join(
          readers(
              () -> {
                synchronized (left) {
                  return left[0]-- > 0;
                }
              }));
      behind.forEach(proxy -> proxy.set(Network.GOOD));
      assertEquals(List.of(), wrong, behind.size() + " behind a network that is " + network);
      assertTrue(answers.whole() > whole, "an instance answers what it holds itself");
      // A connection that was broken must not be believed broken for ever.
      awaitWhole();
    }
    assertTrue(answers.partial() > 0 && answers.refused() > 0, answers::toString);
  }

  @Test
  void noAnswerIsWrongOrHangsWhileInstancesAreKilledAndStarted() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    List<Thread> threads = readers(() -> !ended.get());
    threads.add(Thread.startVirtualThread(() -> write(() -> !ended.get())));
    long until = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    try {
      do {
        int victim = 1 + random.nextInt(SutraInstances.COUNT - 1);
        instances.kill(victim);
        instances.start(victim);
        // Its partitions are refused until the group notices, and then answered elsewhere.
        awaitWhole();
        minute(instances::areReady);
        int whole = answers.whole();
        int written = answers.written();
        minute(() -> answers.whole() > whole + QUESTIONS && answers.written() > written);
      } while (System.nanoTime() < until && wrong.isEmpty());
    } finally {
      ended.set(true);
      join(threads);
    }
    assertEquals(List.of(), wrong.stream().limit(5).toList(), answers::toString);
    assertTrue(answers.refused() + answers.partial() > 0, answers::toString);
  }

  /** A reader of each instance. */
  private List<Thread> readers(BooleanSupplier goOn) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < SutraInstances.COUNT; i++) {
      int port = instances.port(i);
      Random own = new Random(random.nextLong());
      threads.add(Thread.startVirtualThread(() -> read(port, own, goOn)));
    }
    return threads;
  }

  private void read(int port, Random own, BooleanSupplier goOn) {
    while (goOn.getAsBoolean()) {
      note(() -> answers.ask(port, own, TIMEOUT_MS));
    }
  }

  private void write(BooleanSupplier goOn) {
    Random own = new Random(SEED);
    for (int i = 0; goOn.getAsBoolean(); i++) {
      int at = instances.port(i % SutraInstances.COUNT);
      int other = instances.port((i + 1) % SutraInstances.COUNT);
      note(() -> answers.write(at, other, own, TIMEOUT_MS));
    }
  }

  private void note(Callable<String> question) {
    try {
      String found = question.call();
      if (found != null) {
        wrong.add(found);
      }
    } catch (Exception e) {
      wrong.add(e.toString());
    }
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Each holds something, and gives whole answers to all kinds of questions. */
  private static void awaitWhole() {
    minute(
        () ->
            instances.first().service().instances(Duration.ofSeconds(2)).stream()
                    .filter(it -> it.copies().stream().anyMatch(InstanceInfo.Copy::active))
                    .count()
                == SutraInstances.COUNT);
    for (int i = 0; i < SutraInstances.COUNT; i++) {
      int port = instances.port(i);
      minute(() -> isWhole(port));
    }
  }

  private static boolean isWhole(int port) throws InterruptedException {
    KnownAnswers now = new KnownAnswers(CONCEPTS);
    Random questions = new Random(7);
    for (int i = 0; i < QUESTIONS; i++) {
      if (now.ask(port, questions, 5_000) != null) {
        return false;
      }
    }
    return now.whole() == QUESTIONS;
  }

  private static void minute(Callable<Boolean> condition) {
    await()
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(condition);
  }
}
