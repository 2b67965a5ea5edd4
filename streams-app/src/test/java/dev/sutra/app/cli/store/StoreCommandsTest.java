package dev.sutra.app.cli.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.cli.client.ClientCommands;
import dev.sutra.engine.Durability;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.StorageEngine;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class StoreCommandsTest {
  /** The command that the others hang on. */
  @Command(name = "sutra")
  static final class Root {}

  @TempDir Path dir;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private int run(Object... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine root = new CommandLine(new Root());
    root.setOut(new PrintWriter(out));
    root.setErr(new PrintWriter(err));
    ClientCommands.addTo(root);
    StoreCommands.addTo(root);
    return root.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  private Path store(String name) throws IOException {
    Path store = dir.resolve(name);
    try (StorageEngine engine = StorageEngine.open(store, EngineOptions.standalone(2))) {
      engine.put(Concept.builder("dog").text("a dog").vector(new float[] {1, 0.25f}).build());
      engine.flush();
      engine.put(Concept.builder("cat").text("a cat").build());
      engine.associate(Association.of("dog", "LIKES", "cat", 1, 1));
      engine.flush();
      engine.put(Concept.builder("cow").build());
    }
    return store;
  }

  private static Path file(Path store, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList().getLast();
    }
  }

  private static void damage(Path file, int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void cleanStoresHaveExitCodeZero() throws IOException {
    Path store = store("one");
    assertEquals(0, run("check", store), () -> out + "" + err);
    assertTrue(out.toString().startsWith("clean: 2 segments"), out::toString);
    store("two");
    assertEquals(0, run("check", dir));
    assertTrue(out.toString().contains("two:"), out::toString);
  }

  @Test
  void damageHasExitCodeOne() throws IOException {
    Path store = store("one");
    Path segment = file(store, ".segment");
    damage(segment, 80);
    assertEquals(1, run("check", dir));
    assertTrue(
        out.toString().contains("problem: " + segment.getFileName() + " at 0: page checksum"),
        out::toString);
  }

  @Test
  void wrongUsageHasExitCodeTwo() {
    assertEquals(2, run("check"));
    assertEquals(2, run("dump", dir, "--limit", "-1"));
    assertEquals(2, run("backup", dir));
  }

  @Test
  void whatCannotBeOpenedHasExitCodeThree() throws IOException {
    assertEquals(3, run("check", dir));
    assertTrue(err.toString().contains("there is no store in"), err::toString);
    assertEquals(3, run("check", dir.resolve("no")));
    assertTrue(err.toString().contains("is not a directory"), err::toString);
    Path store = store("one");
    try (StorageEngine engine = StorageEngine.openExisting(store)) {
      assertEquals(3, engine.stats().concepts());
      for (String command : new String[] {"check", "dump", "compact"}) {
        assertEquals(3, run(command, store), command);
        assertTrue(err.toString().contains("in use by another store or process"), err::toString);
      }
    }
  }

  @Test
  void logIsRepairedOnlyIfAskedFor() throws IOException {
    Path store = dir.resolve("one");
    try (StorageEngine engine = StorageEngine.open(store, EngineOptions.standalone(2))) {
      for (int i = 0; i < 9; i++) {
        engine.put(Concept.builder("c" + i).build());
      }
    }
    damage(file(store, ".log"), 200);
    assertEquals(1, run("check", store));
    assertEquals(1, run("check", store));
    assertEquals(0, run("check", store, "--repair-log"), () -> out + "" + err);
    assertTrue(out.toString().contains("repaired: "), out::toString);
    assertTrue(Files.exists(file(store, ".damaged")));
    assertEquals(0, run("check", store));
  }

  @Test
  void dumpShowsRowsAndHidesVectorsUnlessAsked() throws IOException {
    Path store = store("one");
    assertEquals(0, run("dump", store), err::toString);
    assertTrue(out.toString().contains("current version: flushed to transaction 3"));
    assertFalse(out.toString().contains("a dog"));
    assertEquals(0, run("dump", store, "--rows"));
    assertTrue(out.toString().contains("0 concept dog text=a dog"), out::toString);
    assertTrue(out.toString().contains("out dog LIKES cat"), out::toString);
    assertTrue(out.toString().contains("vector=2 components"));
    assertEquals(0, run("dump", store, "--rows", "--vectors"));
    assertTrue(out.toString().contains("vector=[1.0, 0.25]"));
    assertEquals(0, run("dump", store, "--rows", "--limit", "0"));
    assertFalse(out.toString().contains("a dog"));
  }

  @Test
  void statsOfADirectoryNameEachStore() throws IOException {
    store("one");
    store("two");
    assertEquals(0, run("stats", "--dir", dir), err::toString);
    assertEquals(3, out.toString().lines().count());
    assertTrue(out.toString().contains("2         1             1        2"), out::toString);
    assertEquals(3, run("stats", "--dir", dir.resolve("no")));
  }

  @Test
  void statsOfADirectoryTellCodedVectors() throws IOException {
    Path store = dir.resolve("coded");
    try (StorageEngine engine =
        StorageEngine.open(store, EngineOptions.standalone(2).withDurability(Durability.PROCESS))) {
      for (int i = 0; i < 1_024; i++) {
        engine.put(Concept.builder("c" + i).vector(new float[] {1, i}).build());
      }
      engine.flush();
      engine.trainQuantizer();
      engine.compact();
    }
    long codebook = Files.size(file(store, ".codebook"));
    assertEquals(0, run("stats", "--dir", store), err::toString);
    List<String> lines = out.toString().lines().map(String::strip).toList();
    assertTrue(lines.get(0).contains("CODED VECTORS  CODE BYTES"), out::toString);
    String[] cells = lines.get(1).split(" +", -1);
    assertEquals("1024", cells[2]);
    assertEquals("1024", cells[9]);
    assertTrue(Long.parseLong(cells[10]) > codebook + 12 * 1_024, out::toString);
  }

  @Test
  void compactBackupAndRestore() throws IOException {
    Path store = store("one");
    assertEquals(0, run("backup", store, dir.resolve("backup")), err::toString);
    assertEquals(3, run("backup", store, dir.resolve("backup")));
    assertTrue(err.toString().contains("is not empty"), err::toString);
    assertEquals(0, run("compact", store), err::toString);
    assertTrue(out.toString().startsWith("2 segments became 1"), out::toString);
    assertEquals(0, run("restore", dir.resolve("backup"), dir.resolve("again")));
    assertEquals(0, run("check", dir), out::toString);
  }

  @Test
  void compactKeepsTheCommitOfAnOuterLog() throws IOException {
    Path store = dir.resolve("outer");
    EngineOptions options = EngineOptions.underOuterLog(2);
    try (StorageEngine engine = StorageEngine.open(store, options)) {
      engine.put(Concept.builder("kept").build());
      engine.commit(new byte[] {5});
      engine.put(Concept.builder("dropped").build());
      engine.flush();
    }
    assertEquals(0, run("compact", store), err::toString);
    try (StorageEngine engine = StorageEngine.open(store, options)) {
      assertArrayEquals(new byte[] {5}, engine.commitData());
      assertEquals(1, engine.stats().concepts());
    }
  }
}
