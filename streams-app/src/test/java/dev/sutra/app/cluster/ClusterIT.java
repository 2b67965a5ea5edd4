package dev.sutra.app.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.cluster.Instances.Pace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Instances and brokers in processes of their own are killed, paused, added, removed and cut off
 * while events are processed. In the end the committed output and the rows of all stores are
 * exactly what the events say.
 *
 * <p>{@code -Dsutra.cluster.seed} repeats the choices of a run, not its timing.
 */
class ClusterIT {
  private static final int PARTITIONS = 2;
  private static final int BATCH = 50;
  private static final int SMALL_BATCH = 20;
  private static final int BATCHES_PER_ABORT = 10;
  private static final long SEED = Long.getLong("sutra.cluster.seed", System.nanoTime() & 0xFFFFFF);
  private static final String PROTOCOL = System.getProperty("sutra.cluster.protocol", "classic");
  private static final int FAULTS = Integer.getInteger("sutra.cluster.faults", 3);
  private static final int NETWORKS = Integer.getInteger("sutra.cluster.networks", 3);
  private static final int ABORTS = Integer.getInteger("sutra.cluster.aborts", 10);
  private static final int PROMOTIONS = Integer.getInteger("sutra.cluster.promotions", 1);
  private static final int TAILS = Integer.getInteger("sutra.cluster.tails", 1);
  private static final int EVENTS = Integer.getInteger("sutra.cluster.events", 1_000);
  private static final List<Fault> FAULT_TABLE =
      List.of(
          Fault.KILL_APPLICATION,
          Fault.KILL_BROKER,
          Fault.REBALANCE,
          Fault.PAUSE_APPLICATION,
          Fault.PAUSE_BROKER);
  private static final List<Fault> NETWORK_TABLE =
      List.of(Fault.DELAY, Fault.DROP, Fault.HALF_CLOSE);

  @TempDir private static Path directory;

  private static Brokers brokers;

  private final Random random = new Random(SEED);

  @BeforeAll
  @SuppressWarnings("SystemOut") // The seed, for a failure that is found in the log of a build.
  static void start() throws Exception {
    System.out.println("ClusterIT: -Dsutra.cluster.seed=" + SEED);
    brokers = new Brokers(Files.createDirectories(directory.resolve("brokers")));
  }

  @AfterAll
  static void stop() throws Exception {
    brokers.close();
  }

  @Test
  void exactlyOnceThroughFaults() throws Exception {
    strike("faults", FAULT_TABLE, FAULTS);
  }

  @Test
  void exactlyOnceThroughABadNetwork() throws Exception {
    strike("networks", NETWORK_TABLE, NETWORKS);
  }

  private void strike(String name, List<Fault> table, int faults) throws Exception {
    try (Run run = new Run(name, PROTOCOL, Pace.USUAL)) {
      run.startAll();
      for (int i = 0; i < faults; i++) {
        Fault fault =
            faults <= table.size() ? table.get(i) : table.get(random.nextInt(table.size()));
        Thread load = Thread.ofPlatform().start(run::load);
        fault.strike(brokers, run.instances, random);
        load.join();
        run.checker.await(run.events.sent());
      }
      run.checkStores();
    }
  }

  /** One batch in ten is aborted, at about the same time in each partition. */
  @Test
  void whatIsAbortedIsNeverSeen() throws Exception {
    // Nobody has the partition of a thread that failed until its session ends.
    try (Run run = new Run("aborts", PROTOCOL, Pace.QUICK)) {
      run.startAll();
      for (int aborts = 0; aborts < ABORTS; aborts += PARTITIONS) {
        run.events.send(PARTITIONS * SMALL_BATCH / 2);
        IntStream.range(0, PARTITIONS).forEach(run.events::sendBoom);
        run.events.send(PARTITIONS * SMALL_BATCH / 2);
        List<List<String>> seen = new ArrayList<>();
        run.checker.await(run.events.sent(), () -> seen.addAll(run.instances.ask("committed")));
        seen.forEach(run.checker::checkCommitted);
        run.checkStores();
        for (int i = PARTITIONS; i < PARTITIONS * BATCHES_PER_ABORT; i++) {
          run.events.send(SMALL_BATCH);
          Thread.sleep(Pace.QUICK.commitMs());
        }
        run.checker.await(run.events.sent());
      }
      run.checkStores();
      assertTrue(run.instances.saidByAll(CountingProgram.FAILED) >= ABORTS, "each failed once");
    }
  }

  /** All with one protocol if there is one only, half of them with each if there are more. */
  static List<Arguments> promotions() {
    return PROMOTIONS == 1
        ? List.of(Arguments.of(PROTOCOL, 1))
        : List.of(
            Arguments.of("classic", PROMOTIONS - PROMOTIONS / 2),
            Arguments.of("streams", PROMOTIONS / 2));
  }

  @ParameterizedTest
  @MethodSource("promotions")
  void aPromotedStandbyAnswersAsItsActiveDid(String protocol, int promotions) throws Exception {
    try (Run run = new Run("promotions-" + protocol, protocol, Pace.USUAL)) {
      run.startAll();
      for (int i = 0; i < promotions; i++) {
        run.events.send(EVENTS);
        run.checker.await(run.events.sent());
        run.instances.awaitStandbys(PARTITIONS);
        int victim = i % Fault.INSTANCES;
        run.instances.kill(victim);
        run.checkStores();
        run.events.send(BATCH);
        run.checker.await(run.events.sent());
        run.checkStores();
        run.instances.start(victim);
      }
    }
  }

  /** Nothing that was committed before the kill is read again. */
  @Test
  void aKilledInstanceReadsOnlyTheTail() throws Exception {
    try (Run run = new Run("tails", PROTOCOL, Pace.USUAL)) {
      run.instances.start(0);
      run.instances.awaitActive(PARTITIONS);
      for (int i = 0; i < TAILS; i++) {
        run.events.send(EVENTS);
        run.checker.await(run.events.sent());
        run.awaitCommitted();
        run.instances.kill(0);
        ChildProcess again = run.instances.start(0);
        run.checkStores();
        assertEquals(0, restored(again), "records restored after the kill " + i);
      }
    }
  }

  private static long restored(ChildProcess process) {
    return process.said().stream()
        .filter(line -> line.startsWith(CountingProgram.RESTORED))
        .mapToLong(line -> Long.parseLong(line.split(" ", -1)[2]))
        .sum();
  }

  /** An application with its topics, its events and its checker. */
  private final class Run implements AutoCloseable {
    private final Instances instances;
    private final Events events;
    private final Checker checker;

    private Run(String name, String protocol, Pace pace) throws Exception {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers.directServers()))) {
        admin
            .createTopics(
                List.of(
                    new NewTopic(CountingProgram.in(name), PARTITIONS, (short) 3),
                    new NewTopic(CountingProgram.out(name), PARTITIONS, (short) 3)))
            .all()
            .get();
        if (protocol.equals("streams")) {
          admin.incrementalAlterConfigs(session(name, pace)).all().get();
        }
      }
      instances = new Instances(directory, name, brokers.applicationServers(), protocol, pace);
      events = new Events(brokers.directServers(), name, PARTITIONS, random);
      checker = new Checker(brokers.directServers(), name, PARTITIONS);
    }

    /** How long a silent instance stays in the group is known by the group itself. */
    private static Map<ConfigResource, Collection<AlterConfigOp>> session(String group, Pace pace) {
      return Map.of(
          new ConfigResource(ConfigResource.Type.GROUP, group),
          List.of(
              set("streams.session.timeout.ms", pace.sessionMs()),
              set("streams.heartbeat.interval.ms", pace.heartbeatMs())));
    }

    private static AlterConfigOp set(String name, int value) {
      return new AlterConfigOp(
          new ConfigEntry(name, Integer.toString(value)), AlterConfigOp.OpType.SET);
    }

    private void startAll() throws Exception {
      for (int i = 0; i < Fault.INSTANCES; i++) {
        instances.start(i);
      }
      instances.awaitActive(PARTITIONS);
    }

    private void load() {
      try {
        for (int sent = 0; sent < EVENTS; sent += BATCH) {
          events.send(BATCH);
          Thread.sleep(BATCH);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void checkStores() {
      checker.checkStores(instances.ask("active", PARTITIONS));
      checker.checkHits(instances.ask("search common", PARTITIONS));
    }

    /** Waits until the stores have committed what the transactions have. */
    private void awaitCommitted() {
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> checker.checkStores(instances.ask("committed")));
    }

    @Override
    public void close() {
      events.close();
      checker.close();
      instances.close();
    }
  }
}
