package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many stores in a small heap take what comes, in a process that is killed and starts again, where
 * their memtables together would be larger than the heap. {@code -Dsutra.budget.events=N} events in
 * {@code -Dsutra.budget.heap=SIZE}; {@code -Dsutra.budget.unbounded=true} shows that without the
 * budget they run out of memory.
 */
class ManyStoresTest {
  private static final int EVENTS = Integer.getInteger("sutra.budget.events", 200_000);
  // So small that without the budget each test runs out of memory.
  private static final String HEAP_FOR_TEXTS = System.getProperty("sutra.budget.heap", "144m");
  private static final String HEAP_FOR_VECTORS = System.getProperty("sutra.budget.heap", "56m");
  private static final String HEAP_FOR_BATCHES = System.getProperty("sutra.budget.heap", "112m");
  private static final int STORES = 64;
  // A vector takes eight times as much as a text, and its index as much time again.
  private static final int VECTOR_SHARE = 16;

  @TempDir Path directory;

  @Test
  void eventsWithTexts() throws Exception {
    int events = EVENTS / STORES;
    run(HEAP_FOR_TEXTS, 0, events / 2, 1, false);
    run(HEAP_FOR_TEXTS, events / 2, events, 1, false);
    run(HEAP_FOR_TEXTS, events, events, 1, false);
  }

  @Test
  void eventsWithVectors() throws Exception {
    int events = EVENTS / STORES / VECTOR_SHARE;
    run(HEAP_FOR_VECTORS, 0, events, 1, true);
    run(HEAP_FOR_VECTORS, events, events, 1, true);
  }

  @Test
  void batchesOfARestore() throws Exception {
    int events = EVENTS / STORES / 2;
    run(HEAP_FOR_BATCHES, 0, events, 1_000, false);
    run(HEAP_FOR_BATCHES, events, events, 1_000, false);
  }

  private void run(String heap, int from, int to, int batch, boolean vectors)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Dsutra.budget.unbounded=" + Boolean.getBoolean("sutra.budget.unbounded"),
                "-XX:+ExitOnOutOfMemoryError",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
    command.add(ManyStores.class.getName());
    for (Object argument : new Object[] {directory, STORES, from, to, batch, vectors}) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command) + File.separator + said);
    System.out.println(said.lines().reduce("", (first, last) -> last));
  }
}
