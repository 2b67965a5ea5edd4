package dev.sutra.app.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of keys, one in a line; empty lines and those that begin with {@code #} are comments. It
 * is replaced as a whole, so that a reader sees the old keys or the new ones. Two programs that
 * change it at once may lose one of the changes.
 */
public final class KeyFile {
  static final int BYTES_MAX = 4 << 20;
  static final int KEYS_MAX = 10_000;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;

  public KeyFile(Path path) {
    this.path = path;
  }

  /**
   * The keys by name, in the order of the file.
   *
   * @throws NoSuchFileException if there is no file
   * @throws IllegalArgumentException naming the line that is wrong, or why the file is not safe
   */
  public Map<String, KeyEntry> read() throws IOException {
    Map<String, KeyEntry> keys = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (isComment(line)) {
        continue;
      }
      try {
        KeyEntry entry = KeyEntry.parse(line);
        if (keys.put(entry.name(), entry) != null) {
          throw new IllegalArgumentException("the key " + entry.name() + " is there twice");
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(path + " line " + number + ": " + e.getMessage(), e);
      }
      if (keys.size() > KEYS_MAX) {
        throw new IllegalArgumentException(path + " has more than " + KEYS_MAX + " keys");
      }
    }
    return keys;
  }

  /**
   * Adds a key with a random secret, to a new file if there is none. Only its owner may read a new
   * file.
   *
   * @return what a client sends; it cannot be found out again
   * @throws IllegalArgumentException if the name is not valid, or there is a key of it
   */
  public String add(String name, Role role) throws IOException {
    KeyEntry.checkName(name);
    List<String> lines = new ArrayList<>();
    if (Files.exists(path)) {
      Map<String, KeyEntry> keys = read();
      if (keys.containsKey(name)) {
        throw new IllegalArgumentException(path + " has a key " + name + " already");
      }
      if (keys.size() >= KEYS_MAX) {
        throw new IllegalArgumentException(path + " has " + KEYS_MAX + " keys, which is the limit");
      }
      lines.addAll(lines());
    }
    SecureRandom random = new SecureRandom();
    Token token = Token.random(name, random);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    lines.add(new KeyEntry(name, role, now, KeyHash.of(token.secret(), random)).line());
    replace(lines);
    return token.text();
  }

  /**
   * Removes a key.
   *
   * @throws IllegalArgumentException if there is none of the name
   */
  public void revoke(String name) throws IOException {
    if (!read().containsKey(name)) {
      KeyEntry.checkName(name);
      throw new IllegalArgumentException(path + " has no key " + name);
    }
    replace(
        lines().stream()
            .filter(line -> isComment(line) || !KeyEntry.parse(line).name().equals(name))
            .toList());
  }

  private static boolean isComment(String line) {
    return line.isBlank() || line.strip().startsWith("#");
  }

  private List<String> lines() throws IOException {
    checkOthersCannotWrite();
    // Not the size first and then the file, which may change in between.
    byte[] bytes;
    try (var in = Files.newInputStream(path)) {
      bytes = in.readNBytes(BYTES_MAX + 1);
    }
    if (bytes.length > BYTES_MAX) {
      throw new IllegalArgumentException(path + " has more than " + BYTES_MAX + " bytes");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .toString()
          .lines()
          .toList();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(path + " is not UTF-8", e);
    }
  }

  /** Who may write the file may be anyone. */
  private void checkOthersCannotWrite() throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (posix != null
        && posix.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IllegalArgumentException(path + " may be written by all users; chmod o-w it");
    }
  }

  private void replace(List<String> lines) throws IOException {
    // Behind a link is the file that is meant.
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null) {
      throw new IOException(path + " is no file");
    }
    boolean posix = Files.getFileStore(existing(directory)).supportsFileAttributeView("posix");
    Files.createDirectories(directory);
    FileAttribute<?>[] mode =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Path written = Files.createTempFile(directory, ".keys", ".new", mode);
    try {
      Files.write(written, lines, StandardCharsets.UTF_8);
      if (posix && Files.exists(target)) {
        Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(target));
      }
      try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** The nearest directory above that exists. */
  private static Path existing(Path directory) {
    Path at = directory;
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }
}
