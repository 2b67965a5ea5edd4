package dev.sutra.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.Storage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The program that {@link EngineKillTest} kills: opens a store, says what it found there, writes on
 * and says what is acknowledged, until it ends itself at the point that it was told.
 */
final class KilledWriter {
  /** Prefixes of its lines, before a lane and a number. */
  static final String RECOVERED = "recovered ";

  static final String ATTEMPTED = "attempted ";
  static final String ACKNOWLEDGED = "acknowledged ";
  static final String POINT_REACHED = "point";

  /** Who commits transactions. */
  enum Mode {
    SYNC,
    PROCESS,
    OUTER_LOG,
    /** Several threads whose commits share forces. */
    GROUP;

    EngineOptions options() {
      EngineOptions base =
          this == OUTER_LOG
              ? EngineOptions.underOuterLog(PairWorkload.DIMENSION)
              : EngineOptions.standalone(PairWorkload.DIMENSION)
                  .withDurability(this == PROCESS ? Durability.PROCESS : Durability.SYNC);
      return base.withAnalyzer("standard").withMemtableBytesMax(64 * 1024);
    }

    boolean forcesLog() {
      return options().durability() == Durability.SYNC;
    }

    /** How many count for themselves. */
    int lanes() {
      return this == GROUP ? LaneWorkload.LANES : 1;
    }
  }

  /**
   * The work of one process.
   *
   * @param point where it ends itself
   * @param times at which pass of that point
   * @param transactions after how many it ends itself otherwise
   */
  record Plan(Mode mode, long seed, KillPoint point, int times, int transactions) {
    String[] arguments(Path directory) {
      return new String[] {
        directory.toString(),
        mode.name(),
        Long.toString(seed),
        point.toString(),
        Integer.toString(times),
        Integer.toString(transactions)
      };
    }

    static Plan parse(String[] arguments) {
      return new Plan(
          Mode.valueOf(arguments[1]),
          Long.parseLong(arguments[2]),
          KillPoint.parse(arguments[3]),
          Integer.parseInt(arguments[4]),
          Integer.parseInt(arguments[5]));
    }
  }

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final Plan plan;
  private final Random random;
  private final StorageEngine engine;
  private int number;

  private KilledWriter(Path directory, Plan plan) throws IOException {
    this.plan = plan;
    this.random = new Random(plan.seed);
    Storage storage =
        new HaltingStorage(
            FileSystemStorage.open(directory), plan.point, plan.times, () -> say(POINT_REACHED));
    this.engine = StorageEngine.open(storage, plan.mode.options());
  }

  /** Arguments: the directory, then {@link Plan#arguments}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new KilledWriter(Path.of(arguments[0]), Plan.parse(arguments)).run();
    Runtime.getRuntime().halt(HaltingStorage.STATUS);
  }

  private void run() throws InterruptedException {
    if (plan.mode == Mode.GROUP) {
      writeLanes();
    } else {
      writePairs();
    }
  }

  private void writeLanes() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    try (Snapshot snapshot = engine.snapshot()) {
      for (int lane = 0; lane < plan.mode.lanes(); lane++) {
        int from = LaneWorkload.reached(snapshot, lane);
        say(RECOVERED, lane, from);
        int ownLane = lane;
        threads.add(Thread.ofPlatform().unstarted(() -> writeLane(ownLane, from)));
      }
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void writeLane(int lane, int from) {
    Random ownRandom = new Random(plan.seed + lane);
    for (int i = 1; i <= plan.transactions; i++) {
      say(ATTEMPTED, lane, from + i);
      engine.apply(LaneWorkload.transaction(lane, from + i));
      say(ACKNOWLEDGED, lane, from + i);
      if (lane == 0) {
        maintain(ownRandom);
      }
    }
  }

  private void writePairs() {
    try (Snapshot snapshot = engine.snapshot()) {
      number = PairWorkload.checkWhole(snapshot, "recovered");
    }
    say(RECOVERED, 0, number);
    for (int i = 0; i < plan.transactions; i++) {
      number++;
      if (plan.mode == Mode.OUTER_LOG) {
        write();
        if (random.nextInt(10) == 0) {
          say(ATTEMPTED, 0, number);
          engine.commit(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
          say(ACKNOWLEDGED, 0, number);
        }
      } else {
        say(ATTEMPTED, 0, number);
        write();
        say(ACKNOWLEDGED, 0, number);
      }
      maintain(random);
    }
  }

  private void maintain(Random choices) {
    if (choices.nextInt(40) == 0) {
      engine.flush();
    } else if (choices.nextInt(120) == 0) {
      engine.compact();
    }
  }

  private void write() {
    if (random.nextInt(3) > 0) {
      engine.apply(PairWorkload.transaction(number));
      return;
    }
    try (Transaction transaction = engine.begin()) {
      PairWorkload.write(transaction, number);
      transaction.commit();
    }
  }

  private void say(String what, int lane, int value) {
    say(what + lane + " " + value);
  }

  /** One system call per line, so that a line is complete whatever happens next. */
  private synchronized void say(String line) {
    try {
      out.write((line + "\n").getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
