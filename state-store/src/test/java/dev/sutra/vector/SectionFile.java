package dev.sutra.vector;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.Section;
import dev.sutra.io.SectionOutput;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.SectionedFileWriter;
import dev.sutra.io.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file with one section, for tests of section formats. */
public final class SectionFile implements AutoCloseable {
  /** Where the first section of a file starts. */
  public static final int SECTION_OFFSET = 64;

  private static final String NAME = "test.segment";
  private static final int KIND = 7;

  private final Storage storage;
  private final SectionedFile file;

  private SectionFile(Storage storage, SectionedFile file) {
    this.storage = storage;
    this.file = file;
  }

  /** Writes a section's bytes. */
  @FunctionalInterface
  public interface Content {
    void writeTo(SectionOutput output) throws IOException;
  }

  /** Writes a file into a directory. */
  public static void write(Path directory, Content content) throws IOException {
    try (Storage storage = FileSystemStorage.open(directory);
        SectionedFileWriter writer = SectionedFileWriter.create(storage, NAME)) {
      content.writeTo(writer.begin(KIND));
      writer.finish();
    }
  }

  /** Flips a bit of the file in a directory, without updating checksums. */
  public static void flipBit(Path directory, long offset) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve(NAME), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, offset);
      one.put(0, (byte) (one.get(0) ^ 1)).rewind();
      channel.write(one, offset);
    }
  }

  /** Opens the file in a directory. */
  public static SectionFile open(Path directory) throws IOException {
    Storage storage = FileSystemStorage.open(directory);
    return new SectionFile(storage, SectionedFile.open(storage, NAME));
  }

  /** Writes and opens a file. */
  public static SectionFile of(Path directory, Content content) throws IOException {
    write(directory, content);
    return open(directory);
  }

  public Section section() {
    return file.requiredSection(KIND);
  }

  @Override
  public void close() throws IOException {
    file.close();
    storage.close();
  }
}
