package dev.sutra.app.cli.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds stores: directories with a manifest, or with segments of a store that has lost it. */
public final class StoreDirectories {
  private static final int DEPTH_MAX = 8;

  private StoreDirectories() {}

  /** The directory itself if it is a store, else the stores below it, in order; at least one. */
  public static List<Path> find(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    try (Stream<Path> files = Files.walk(directory, DEPTH_MAX)) {
      List<Path> stores =
          files.filter(Files::isDirectory).filter(StoreDirectories::isStore).sorted().toList();
      if (stores.isEmpty()) {
        throw new IOException("there is no store in " + directory);
      }
      return stores;
    }
  }

  private static boolean isStore(Path directory) {
    if (Files.isRegularFile(directory.resolve("MANIFEST"))) {
      return true;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(".segment"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
