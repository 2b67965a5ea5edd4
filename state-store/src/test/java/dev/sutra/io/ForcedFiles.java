package dev.sutra.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What a process asks the operating system to force, as the Java Flight Recorder sees it. */
public final class ForcedFiles {
  /** Stands for a file that is forced by its descriptor: the recorder does not name it. */
  public static final Path OUTPUT = Path.of("an output file");

  private static final String FORCE = "jdk.FileForce";
  private static final String SYNC = "jdk.MethodTrace";

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
      recording.enable(FORCE).withThreshold(Duration.ZERO).withoutStackTrace();
      recording
          .enable(SYNC)
          .withThreshold(Duration.ZERO)
          .withoutStackTrace()
          .with("filter", "java.io.FileDescriptor::sync");
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .sorted(Comparator.comparing(RecordedEvent::getStartTime))
          .map(ForcedFiles::name)
          .filter(path -> path.equals(OUTPUT) || path.startsWith(directory))
          .toList();
    } finally {
      Files.delete(file);
    }
  }

  private static Path name(RecordedEvent event) {
    boolean sync = event.getEventType().getName().equals(SYNC);
    return sync ? OUTPUT : Path.of(event.getString("path"));
  }
}
