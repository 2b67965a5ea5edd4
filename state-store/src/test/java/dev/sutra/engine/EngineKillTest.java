package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.Problem;
import dev.sutra.manifest.ManifestFile;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a process that writes, at named points of its I/O and at random times, recovery included.
 * The next process opens what was left and says what it found; this one keeps the truth, and checks
 * the files between. {@code -Dsutra.kill.rounds=N} kills in all, as many in each mode; {@code
 * -Dsutra.kill.seed=S} for the plans of an earlier run (not its timing).
 */
class EngineKillTest {
  private static final int ROUNDS = Integer.getInteger("sutra.kill.rounds", 28);
  private static final int STORE_ROUNDS = 20;

  /** From so many rounds of a mode on, each point that it has must have been reached. */
  private static final int ROUNDS_OF_ALL_POINTS = 400;

  /** Points that a mode never reaches. */
  private static final Set<String> NEVER_UNFORCED = Set.of("BEFORE/force/.log", "AFTER/force/.log");

  @TempDir Path directory;

  private final Set<KillPoint> reached = new HashSet<>();
  private int[] acknowledged = {};
  private int[] attempted = {};
  private String where = "";

  @ParameterizedTest
  @EnumSource
  @Execution(ExecutionMode.CONCURRENT)
  void killedProcessLosesNothingAcknowledged(KilledWriter.Mode mode) throws Exception {
    long seed = Long.getLong("sutra.kill.seed", new Random().nextInt(1_000_000));
    Random random = new Random(seed);
    int modes = KilledWriter.Mode.values().length;
    int rounds = (ROUNDS + modes - 1) / modes;
    Path store = directory;
    for (int round = 0; round < rounds; round++) {
      if (round % STORE_ROUNDS == 0) {
        store = Files.createDirectory(directory.resolve("store-" + round));
        acknowledged = new int[mode.lanes()];
        attempted = new int[mode.lanes()];
      }
      KilledWriter.Plan plan = plan(mode, random);
      where = mode + " round " + round + " " + plan + " -Dsutra.kill.seed=" + seed;
      int killAt = random.nextInt(4) == 0 ? random.nextInt(200) : Integer.MAX_VALUE;
      runAndKill(store, plan, killAt);
      checkFiles(store);
    }
    if (rounds >= ROUNDS_OF_ALL_POINTS) {
      Set<KillPoint> missing = new HashSet<>(KillPoint.all());
      missing.removeAll(reached);
      missing.removeIf(point -> !mode.forcesLog() && isForceOfLog(point));
      assertEquals(Set.of(), missing, "points never reached, seed " + seed);
    }
  }

  private static boolean isForceOfLog(KillPoint point) {
    return NEVER_UNFORCED.contains(point.toString());
  }

  private static KilledWriter.Plan plan(KilledWriter.Mode mode, Random random) {
    List<KillPoint> points = KillPoint.all();
    KillPoint point = points.get(random.nextInt(points.size()));
    // Rare calls are to be reached, too; of frequent ones not only the first.
    int times = 1 + random.nextInt(point.operation().equals("write") ? 60 : 6);
    return new KilledWriter.Plan(
        mode, random.nextLong(), point, random.nextInt(3) == 0 ? 1 : times, random.nextInt(250));
  }

  /** Follows what a process says until it is gone, and kills it after so many lines. */
  private void runAndKill(Path store, KilledWriter.Plan plan, int killAt)
      throws IOException, InterruptedException {
    Process process = start(store, plan);
    StringBuilder errors = new StringBuilder();
    try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
      int lines = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (!take(line, plan.point())) {
          errors.append(line).append('\n');
        }
        if (lines++ == killAt) {
          // The handle's way, which leaves what the process has said to be read.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.toHandle().destroyForcibly();
    }
    int status = process.waitFor();
    assertEquals(HaltingStorage.STATUS, status, () -> where + " ended by itself: " + errors);
  }

  private boolean take(String line, KillPoint point) {
    if (line.startsWith(KilledWriter.RECOVERED)) {
      int lane = lane(line);
      int found = number(line);
      assertTrue(
          found >= acknowledged[lane] && found <= attempted[lane],
          () -> where + " found " + line + " of " + acknowledged[lane] + " to " + attempted[lane]);
      acknowledged[lane] = found;
      attempted[lane] = found;
    } else if (line.startsWith(KilledWriter.ATTEMPTED)) {
      attempted[lane(line)] = number(line);
    } else if (line.startsWith(KilledWriter.ACKNOWLEDGED)) {
      acknowledged[lane(line)] = number(line);
    } else if (line.equals(KilledWriter.POINT_REACHED)) {
      reached.add(point);
    } else {
      return false;
    }
    return true;
  }

  private static int lane(String line) {
    return Integer.parseInt(line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' ')));
  }

  private static int number(String line) {
    return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
  }

  /**
   * The files left must be a store without corruption, or no store before the first transaction.
   */
  private void checkFiles(Path store) throws IOException {
    if (!Files.exists(store.resolve(ManifestFile.NAME))) {
      assertEquals(0, Arrays.stream(acknowledged).sum(), () -> where + ": the manifest is gone");
      return;
    }
    List<Problem> problems = StoreCheck.run(store).problems();
    assertEquals(List.of(), problems, where);
  }

  private static Process start(Path store, KilledWriter.Plan plan) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                classPath(),
                KilledWriter.class.getName()));
    command.addAll(List.of(plan.arguments(store)));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Minimal options, because a process starts for every kill. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry -> {
              String name = Path.of(entry).getFileName().toString();
              return Files.isDirectory(Path.of(entry))
                  || name.startsWith("slf4j-api")
                  || name.startsWith("lucene")
                  || name.startsWith("junit")
                  || name.startsWith("opentest4j");
            })
        .collect(Collectors.joining(File.pathSeparator));
  }
}
