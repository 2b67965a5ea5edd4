package dev.sutra.app.cli.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.auth.ApiKeys;
import dev.sutra.app.auth.KeyEntry;
import dev.sutra.app.auth.Role;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class KeyCommandsTest {
  /** The command that the others hang on. */
  @Command(name = "sutra")
  static final class Root {}

  @TempDir Path directory;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine root = new CommandLine(new Root());
    root.setOut(new PrintWriter(out));
    root.setErr(new PrintWriter(err));
    KeyCommands.addTo(root);
    return root.execute(arguments);
  }

  private String file() {
    return directory.resolve("keys").toString();
  }

  @Test
  void aKeyIsAddedListedAndRevoked() throws Exception {
    assertEquals(0, run("key", "add", "notes", "--role", "writer", "--file", file()));
    String key = out.toString().strip();
    assertEquals(1, out.toString().lines().count(), "nothing but the key");
    KeyEntry entry = ApiKeys.open(Path.of(file())).verify(key);
    assertEquals(Role.WRITER, Objects.requireNonNull(entry).role());
    assertEquals(0, run("key", "add", "board", "--role", "reader", "--file", file()));
    assertEquals(0, run("key", "list", "--file", file()));
    String[] lines = out.toString().split("\n", -1);
    assertTrue(lines[0].startsWith("NAME   ROLE    CREATED"), lines[0]);
    assertTrue(lines[1].startsWith("notes  writer  20"), lines[1]);
    assertTrue(lines[2].startsWith("board  reader  20"), lines[2]);
    assertFalse(out.toString().contains("pbkdf2"), "no hashes");
    assertEquals(0, run("key", "revoke", "notes", "--file", file()));
    assertEquals("", out.toString());
    assertEquals(null, ApiKeys.open(Path.of(file())).verify(key));
    assertEquals(0, run("key", "revoke", "board", "--file", file()));
    assertEquals(0, run("key", "list", "--file", file()));
    assertEquals("no keys\n", out.toString());
  }

  @Test
  void whatIsWrongIsSaidAndHasACode() throws Exception {
    assertEquals(3, run("key", "list", "--file", file()));
    assertTrue(err.toString().contains("keys does not exist"), err.toString());
    assertEquals(2, run("key", "add", "a", "--file", file()));
    assertTrue(err.toString().contains("--role"), err.toString());
    assertEquals(2, run("key", "add", "a", "--role", "king", "--file", file()));
    assertTrue(err.toString().contains("reader, writer, operator"), err.toString());
    assertEquals(1, run("key", "add", "A", "--role", "reader", "--file", file()));
    assertTrue(err.toString().contains("\"A\" is no name of a key"), err.toString());
    assertFalse(Files.exists(Path.of(file())));
    assertEquals(0, run("key", "add", "a", "--role", "reader", "--file", file()));
    assertEquals(1, run("key", "add", "a", "--role", "writer", "--file", file()));
    assertTrue(err.toString().contains("has a key a already"), err.toString());
    assertEquals(1, run("key", "revoke", "b", "--file", file()));
    assertTrue(err.toString().contains("has no key b"), err.toString());
    assertEquals(3, run("key", "add", "a", "--role", "reader", "--file", file() + "/below"));
    assertTrue(err.toString().startsWith("add: "), err.toString());
    assertEquals(2, run("key"));
    assertTrue(err.toString().contains("add, list or revoke is missing"), err.toString());
    assertEquals(0, run("key", "--help"));
    assertTrue(out.toString().contains("revoke"), out.toString());
  }
}
