package dev.sutra.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for the stores of one run, removed at its end. */
public final class Scratch implements AutoCloseable {
  private final Path root;
  private int next;

  public Scratch() throws IOException {
    root = Files.createTempDirectory("sutra-bench");
  }

  /** A path of which nothing exists yet. */
  public Path fresh() {
    return root.resolve("store-" + next++);
  }

  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(directory)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.delete(file);
    }
  }

  @Override
  public void close() throws IOException {
    delete(root);
  }
}
