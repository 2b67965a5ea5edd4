package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a process that writes, at random times, and reads what it left. More rounds: {@code
 * -Dsutra.kill.rounds=N}.
 */
class EngineKillTest {
  private static final int ROUNDS = Integer.getInteger("sutra.kill.rounds", 3);
  private static final int ACKNOWLEDGED_MAX = 800;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "SYNC"})
  void killedProcessLosesNothingAcknowledged(Durability durability) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int next = 1;
    for (int round = 0; round < ROUNDS; round++) {
      String where = durability + " seed " + seed + " round " + round;
      int acknowledged = runAndKill(durability, next, random.nextInt(ACKNOWLEDGED_MAX));
      assertTrue(acknowledged >= next, where + ": the process wrote nothing");
      try (StorageEngine engine = StorageEngine.open(directory, KilledWriter.options(durability));
          Snapshot snapshot = engine.snapshot()) {
        int reached = PairWorkload.checkWhole(snapshot, where);
        assertTrue(
            reached >= acknowledged && reached <= acknowledged + 1,
            () -> where + ": " + acknowledged + " acknowledged, " + reached + " found");
        next = reached + 1;
      }
    }
  }

  /** Returns the last number that the process printed before it was gone. */
  private int runAndKill(Durability durability, int from, int count)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules",
                    "jdk.incubator.vector",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KilledWriter.class.getName(),
                    directory.toString(),
                    durability.name(),
                    Integer.toString(from)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int last = 0;
    try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(KilledWriter.ACKNOWLEDGED)) {
          last = Integer.parseInt(line.substring(KilledWriter.ACKNOWLEDGED.length()));
        }
        if (last >= from + count) {
          // The handle's way, which leaves what the process has printed to be read.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertEquals(137, process.waitFor(), "killed, not ended by itself");
    return last;
  }
}
