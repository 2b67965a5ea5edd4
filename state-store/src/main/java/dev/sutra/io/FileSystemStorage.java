package dev.sutra.io;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link Storage} in a directory of the file system, locked against other processes. */
public final class FileSystemStorage implements Storage {
  private static final String LOCK_NAME = "LOCK";

  private final Path directory;
  private final FileChannel lockChannel;

  private FileSystemStorage(Path directory, FileChannel lockChannel) {
    this.directory = directory;
    this.lockChannel = lockChannel;
  }

  /**
   * Opens and locks a directory, creating it if it does not exist.
   *
   * @throws DirectoryLockedException if another process or another store has it open
   * @throws IOException if it cannot be created or written
   */
  public static FileSystemStorage open(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel = FileChannel.open(directory.resolve(LOCK_NAME), CREATE, WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new DirectoryLockedException(directory);
    }
    return new FileSystemStorage(directory, channel);
  }

  /**
   * Opens and locks an existing directory.
   *
   * @throws DirectoryLockedException if another process or another store has it open
   * @throws java.nio.file.NotDirectoryException if there is no such directory
   */
  public static FileSystemStorage openExisting(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    return open(directory);
  }

  /**
   * Adds a file to another directory, durable once that directory is synced: as a hard link, or as
   * a copy if the file systems differ or do not support links. For immutable files.
   */
  public void linkTo(FileSystemStorage target, String name) throws IOException {
    try {
      Files.createLink(target.directory.resolve(name), directory.resolve(name));
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      copyTo(target, name, name);
    }
  }

  /** Copies a file into another directory, or into this one, and forces it. */
  public void copyTo(FileSystemStorage target, String name, String targetName) throws IOException {
    copyTo(target, name, targetName, size(name));
  }

  /** Copies the first bytes of a file into another directory, or into this one, and forces them. */
  public void copyTo(FileSystemStorage target, String name, String targetName, long bytes)
      throws IOException {
    // The first bytes of a growing file do not change, so a repeated copy overwrites the same
    // bytes.
    Files.createFile(target.directory.resolve(targetName));
    ChannelWork.uninterrupted(
        () -> {
          try (FileChannel from = FileChannel.open(directory.resolve(name), READ);
              FileChannel to = FileChannel.open(target.directory.resolve(targetName), WRITE)) {
            long done = 0;
            while (done < bytes) {
              long copied = from.transferTo(done, bytes - done, to);
              if (copied == 0) {
                throw new IOException(name + " became shorter while it was copied");
              }
              done += copied;
            }
            to.force(true);
            return done;
          }
        });
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public OutputFile create(String name) throws IOException {
    return AppendedFile.create(directory.resolve(name));
  }

  @Override
  public MappedFile map(String name) throws IOException {
    return ChannelWork.uninterrupted(
        () -> {
          Arena arena = Arena.ofShared();
          try (FileChannel channel = FileChannel.open(directory.resolve(name), READ)) {
            MemorySegment memory =
                channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new ArenaFile(name, memory, arena);
          } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
          }
        });
  }

  @Override
  public byte[] read(String name, int bytesMax) throws IOException {
    Path file = directory.resolve(name);
    long size = Files.size(file);
    if (size > bytesMax) {
      throw new CorruptFileException(
          name, bytesMax, "longer than " + bytesMax + " bytes (" + size + ")");
    }
    return Files.readAllBytes(file);
  }

  @Override
  public void truncate(String name, long length) throws IOException {
    ChannelWork.uninterrupted(
        () -> {
          try (FileChannel channel = FileChannel.open(directory.resolve(name), WRITE)) {
            channel.truncate(length);
            channel.force(true);
            return length;
          }
        });
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        directory.resolve(from),
        directory.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.delete(directory.resolve(name));
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(directory.resolve(name));
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(directory.resolve(name));
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(LOCK_NAME))
          .sorted()
          .toList();
    }
  }

  @Override
  public void syncDirectory() throws IOException {
    // POSIX makes a new name durable by forcing the directory that holds it.
    ChannelWork.uninterrupted(
        () -> {
          try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
            return directory;
          }
        });
  }

  @Override
  public String describe() {
    return directory.toString();
  }

  @Override
  public void close() throws IOException {
    lockChannel.close();
  }

  private record ArenaFile(String name, MemorySegment memory, Arena arena) implements MappedFile {
    @Override
    public void close() {
      while (arena.scope().isAlive()) {
        try {
          arena.close();
        } catch (IllegalStateException e) {
          // Closed already, or a checksum is being computed over the memory, which takes
          // microseconds.
          Thread.onSpinWait();
        }
      }
    }
  }
}
