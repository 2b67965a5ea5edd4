package dev.sutra.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** What a process asks the operating system to force, as the Java Flight Recorder sees it. */
public final class ForcedFiles {
  private ForcedFiles() {}

  /** Something that may force files. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  /** Files and directories below a directory that are forced meanwhile, in their order. */
  public static List<Path> during(Path directory, Action action) throws IOException {
    Path file = Files.createTempFile("forced", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withThreshold(Duration.ZERO).withoutStackTrace();
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .map(event -> Path.of(event.getString("path")))
          .filter(path -> path.startsWith(directory))
          .toList();
    } finally {
      Files.delete(file);
    }
  }
}
