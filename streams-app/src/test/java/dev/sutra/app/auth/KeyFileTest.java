package dev.sutra.app.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
class KeyFileTest {
  private static final String HASH =
      "pbkdf2-sha256:10000:" + "A".repeat(22) + ":" + "B".repeat(42) + "A";

  @TempDir Path directory;
  private Path path;
  private KeyFile file;

  @BeforeEach
  void setUp() {
    path = directory.resolve("new/keys");
    file = new KeyFile(path);
  }

  @Test
  void aNewFileIsOfItsOwnerAloneAndHasNoSecret() throws Exception {
    String key = file.add("notes", Role.WRITER);
    assertTrue(key.startsWith("sutra_notes."), "the name is in the key");
    assertEquals("rw-------", mode(path));
    String text = Files.readString(path);
    assertFalse(text.contains(key.substring(key.indexOf('.') + 1)), "the secret is not in it");
    KeyEntry entry = entry("notes");
    assertEquals(Role.WRITER, entry.role());
    assertFalse(entry.toString().contains(key.substring(key.indexOf('.') + 1)));
    try (Stream<Path> all = Files.list(path.getParent())) {
      assertEquals(List.of(path), all.toList());
    }
  }

  @Test
  void twoKeysOfOneNameInTimeAreDifferent() throws Exception {
    String first = file.add("a", Role.READER);
    file.revoke("a");
    String second = file.add("a", Role.READER);
    assertFalse(first.equals(second));
    assertTrue(entry("a").hash().isOf(second.substring("sutra_a.".length())));
    assertFalse(entry("a").hash().isOf(first.substring("sutra_a.".length())));
  }

  @Test
  void changesKeepCommentsOrderAndMode() throws Exception {
    file.add("b", Role.READER);
    file.add("a", Role.OPERATOR);
    List<String> lines = Files.readAllLines(path);
    Files.writeString(path, "# of the team\n\n" + lines.get(0) + "\n  " + lines.get(1) + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
    file.add("c", Role.WRITER);
    assertEquals(List.of("b", "a", "c"), List.copyOf(file.read().keySet()));
    file.revoke("a");
    assertEquals(List.of("b", "c"), List.copyOf(file.read().keySet()));
    assertEquals("# of the team", Files.readAllLines(path).getFirst());
    assertEquals("rw-r-----", mode(path));
  }

  @Test
  void aLinkStaysALink() throws Exception {
    file.add("a", Role.READER);
    Path link = Files.createSymbolicLink(directory.resolve("link"), path);
    new KeyFile(link).add("b", Role.READER);
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(2, file.read().size());
  }

  @Test
  void whatIsThereOrMissingIsNamed() throws Exception {
    assertThrows(NoSuchFileException.class, () -> file.read());
    assertThrows(NoSuchFileException.class, () -> file.revoke("a"));
    file.add("a", Role.READER);
    refused("has a key a already", () -> file.add("a", Role.WRITER));
    refused("has no key b", () -> file.revoke("b"));
    assertEquals(Role.READER, entry("a").role());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a b", "a.b", "a/b", "\u00e4", "a\n", "#a"})
  void aWrongNameIsNamed(String name) {
    refused("is no name of a key; 1 to 64 of", () -> file.add(name, Role.READER));
    refused("is no name of a key; 1 to 64 of", () -> file.add("a".repeat(65), Role.READER));
    assertFalse(Files.exists(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a                               | 1 parts; NAME ROLE CREATED HASH are expected",
        "A reader 2026-01-31T12:00:00Z H | \"A\" is no name of a key",
        "a king 2026-01-31T12:00:00Z H   | not a role; the roles are reader, writer, operator",
        "a reader now H                  | the third part is not a time",
        "a reader 2026-01-31T12:00:00Z x | the hash is not pbkdf2-sha256:ITERATIONS:SALT:HASH",
        "a reader 2026-01-31T12:00:00Z pbkdf2-sha256:1:AA:AA | has 1 iterations; 1000 to 1000000",
        "a reader 2026-01-31T12:00:00Z pbkdf2-sha256:x:AA:AA | the hash is not pbkdf2",
        "a reader 2026-01-31T12:00:00Z pbkdf2-sha256:1000:AA:AA | a salt or a length",
        "a reader 2026-01-31T12:00:00Z pbkdf2-sha256:1000:?:AA | the hash is not pbkdf2",
        "a reader 2026-01-31T12:00:00Z bcrypt:1000:AA:AA | the hash is not pbkdf2",
      })
  void aWrongLineIsNamedWithoutItsHash(String line, String reason) throws Exception {
    write("# comment\n" + line.replace(" H", " " + HASH) + "\n");
    String told = refused(reason, () -> file.read());
    assertTrue(told.contains("keys line 2: "), told);
    assertFalse(told.contains("AAAA"), told);
  }

  @Test
  void aFileThatIsNotSafeOrTooLargeIsRefused() throws Exception {
    String line = " reader 2026-01-31T12:00:00Z " + HASH + "\n";
    write("a" + line + "a" + line);
    refused("line 2: the key a is there twice", () -> file.read());
    write("a" + line);
    assertEquals(1, file.read().size());
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    refused("may be written by all users", () -> file.read());
    write("#".repeat(KeyFile.BYTES_MAX + 1));
    refused("has more than " + KeyFile.BYTES_MAX + " bytes", () -> file.read());
    Files.write(path, new byte[] {(byte) 0xff});
    refused("is not UTF-8", () -> file.read());
    StringBuilder many = new StringBuilder();
    for (int i = 0; i <= KeyFile.KEYS_MAX; i++) {
      many.append('k').append(i).append(line);
    }
    write(many.toString());
    refused("has more than " + KeyFile.KEYS_MAX + " keys", () -> file.read());
  }

  private KeyEntry entry(String name) throws IOException {
    return Objects.requireNonNull(file.read().get(name));
  }

  private void write(String text) throws IOException {
    Files.createDirectories(directory.resolve("new"));
    Files.deleteIfExists(path);
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String refused(String reason, Executable action) {
    String told = String.valueOf(assertThrows(IllegalArgumentException.class, action).getMessage());
    assertTrue(told.contains(reason), told);
    return told;
  }
}
