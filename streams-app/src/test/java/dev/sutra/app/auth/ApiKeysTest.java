package dev.sutra.app.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
class ApiKeysTest {
  @TempDir Path directory;
  private Path path;
  private KeyFile file;
  private String reader;
  private String writer;
  private ApiKeys keys;

  @BeforeEach
  void setUp() throws IOException {
    path = directory.resolve("keys");
    file = new KeyFile(path);
    reader = file.add("reader-1", Role.READER);
    writer = file.add("writer-1", Role.WRITER);
    keys = ApiKeys.open(path);
  }

  @Test
  void aKeyIsWhatItsFileSays() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertEquals("reader-1", nameOf(reader));
      assertEquals("writer-1", nameOf(writer));
    }
    assertEquals(2, keys.slowHashes(), "each key is hashed once");
  }

  @Test
  void whatIsNoKeyIsNone() throws Exception {
    String secretOfReader = reader.substring(reader.indexOf('.'));
    assertNotNull(nameOf(reader));
    for (int round = 0; round < 2; round++) {
      for (String wrong :
          new String[] {
            "",
            "sutra_",
            "sutra_.",
            "sutra_reader-1",
            "sutra_reader-1.",
            "sutra_writer-1" + secretOfReader,
            "sutra_nobody" + secretOfReader,
            "sutra_Reader-1" + secretOfReader,
            "reader-1" + secretOfReader,
            reader + "x",
            reader.substring(0, reader.length() - 1),
            " " + reader,
            "x".repeat(10_000),
            "sutra_reader-1." + "x".repeat(10_000)
          }) {
        assertNull(nameOf(wrong), wrong);
      }
    }
    assertEquals("reader-1", nameOf(reader));
  }

  @Test
  void aChangeOfTheFileIsSeenWithoutARestart() throws Exception {
    assertEquals("reader-1", nameOf(reader));
    file.revoke("reader-1");
    await(reader, null);
    String again = file.add("reader-1", Role.OPERATOR);
    await(again, "reader-1");
    assertNull(nameOf(reader));
    assertEquals(Role.OPERATOR, Objects.requireNonNull(keys.verify(again)).role());
    assertEquals("writer-1", nameOf(writer));
  }

  @Test
  void aFileThatIsBrokenLeavesTheKeysUntilItIsRepaired() throws Exception {
    String good = Files.readString(path);
    Files.writeString(path, good + "not a key\n");
    String more = new KeyFile(copy(good)).add("third", Role.READER);
    await(writer, "writer-1");
    Thread.sleep(1200);
    assertEquals("writer-1", nameOf(writer));
    Files.delete(path);
    Thread.sleep(1200);
    assertEquals("reader-1", nameOf(reader));
    Files.move(directory.resolve("copy"), path);
    await(more, "third");
    assertEquals("reader-1", nameOf(reader));
  }

  @Test
  void afterTheLastKeyNobodyIsLetIn() throws Exception {
    file.revoke("reader-1");
    file.revoke("writer-1");
    await(reader, null);
    assertNull(nameOf(writer));
    assertNull(ApiKeys.open(path).verify(writer));
  }

  @Test
  void whileOthersAreVerifiedOnlyKnownKeysPass() throws Exception {
    assertEquals("reader-1", nameOf(reader));
    int all = keys.permits().drainPermits();
    assertThrows(ApiKeys.BusyException.class, () -> keys.verify(writer));
    assertThrows(ApiKeys.BusyException.class, () -> keys.verify("sutra_nobody.x"));
    assertEquals("reader-1", nameOf(reader));
    keys.permits().release(all);
    assertEquals("writer-1", nameOf(writer));
    assertNull(nameOf("sutra_nobody.x"));
    assertEquals(all, keys.permits().availablePermits());
  }

  @Test
  void aFileThatIsMissingOrWrongAtTheStartIsAnError() throws Exception {
    assertThrows(NoSuchFileException.class, () -> ApiKeys.open(directory.resolve("none")));
    Files.writeString(path, "wrong\n");
    assertThrows(IllegalArgumentException.class, () -> ApiKeys.open(path));
  }

  @Test
  void aTokenIsNotShown() {
    Token token = Token.parse(reader);
    assertEquals(reader, Objects.requireNonNull(token).text());
    assertFalse(token.toString().contains(token.secret()));
  }

  private Path copy(String text) throws IOException {
    return Files.writeString(directory.resolve("copy"), text);
  }

  private @Nullable String nameOf(String key) throws Exception {
    KeyEntry entry = keys.verify(key);
    return entry == null ? null : entry.name();
  }

  private void await(String key, @Nullable String name) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertEquals(name, nameOf(key)));
  }
}
