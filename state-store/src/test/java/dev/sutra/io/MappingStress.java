package dev.sutra.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A mapping that is closed under its readers gives them the bytes or an exception, never more. */
@JCStressTest
@Outcome(id = "(7|-1), (1|-1)", expect = Expect.ACCEPTABLE, desc = "read, or refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "something else was read")
@State
public class MappingStress {
  private static final String NAME = "sevens";
  private static final int BYTES = 4 * 1024;
  private static final FileSystemStorage STORAGE = storage();

  private final MappedFile file = map();

  /** Reads a value, as rows are read; then a checksum, which is native code over the memory. */
  @Actor
  public void reader(II_Result result) {
    try {
      result.r1 = file.memory().get(Layouts.BYTE, BYTES - 1);
    } catch (IllegalStateException e) {
      result.r1 = -1;
    }
    try {
      result.r2 = Crc32c.of(file.memory(), 0, BYTES) == Sevens.CHECKSUM ? 1 : 0;
    } catch (IllegalStateException e) {
      result.r2 = -1;
    }
  }

  /** Unmaps. */
  @Actor
  public void closer() {
    file.close();
  }

  private static MappedFile map() {
    while (true) {
      try {
        return STORAGE.map(NAME);
      } catch (ClosedByInterruptException e) {
        // jcstress ends an iteration so; a mapping is needed all the same.
        Thread.interrupted();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static FileSystemStorage storage() {
    try {
      Path directory = Files.createTempDirectory("mapping");
      Files.write(directory.resolve(NAME), Sevens.bytes());
      return FileSystemStorage.open(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The contents of the file. */
  private static final class Sevens {
    private static final int CHECKSUM = Crc32c.of(bytes(), 0, BYTES);

    private static byte[] bytes() {
      byte[] bytes = new byte[BYTES];
      Arrays.fill(bytes, (byte) 7);
      return bytes;
    }
  }
}
