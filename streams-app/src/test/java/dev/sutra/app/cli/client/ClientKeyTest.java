package dev.sutra.app.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.auth.ApiKeys;
import dev.sutra.app.auth.KeyFile;
import dev.sutra.app.auth.Role;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.rest.RestFixture;
import dev.sutra.app.rest.guard.Access;
import dev.sutra.app.rest.guard.AccessRules;
import dev.sutra.app.rest.http.RestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against an instance that needs a key. */
final class ClientKeyTest extends ClientCommandsCase {
  @TempDir Path directory;

  @Test
  void aCommandSendsTheKeyOfAFile() throws Exception {
    Path keys = directory.resolve("keys");
    Path key = directory.resolve("key");
    Files.writeString(key, new KeyFile(keys).add("me", Role.READER) + "\n# not this\n");
    Access access = new Access(AccessRules.LOOPBACK, ApiKeys.open(keys), false);
    RestConfig config = RestConfig.of(RestConfig.HOST_DEFAULT, 0).withAccess(access);
    try (RestFixture keyed = new RestFixture(config)) {
      String url = keyed.url();
      assertEquals(0, run("timeline", "--url", url, "--key-file", key.toString()));
      String[] facets = {"search", "a", "--facet", "b", "--url", url, "--key-file", key.toString()};
      assertEquals(0, run(facets), () -> err.toString());
      assertEquals(1, run("stats", "--url", url, "--key-file", key.toString()));
      assertTrue(
          err.toString().contains("403: the role operator is needed; the key me has the role"),
          err.toString());
      assertEquals(1, run("timeline", "--url", url));
      assertTrue(err.toString().contains("401: a key is needed"), err.toString());
      assertTrue(err.toString().contains("(set --key-file or SUTRA_KEY)"), err.toString());
      assertEquals(2, run("timeline", "--url", url, "--key-file", directory + "/none"));
      assertTrue(err.toString().contains("none cannot be read: "), err.toString());
    }
  }

  @Test
  void aKeyIsOfAFileOrTheEnvironment() throws Exception {
    Path file = Files.writeString(directory.resolve("key"), " sutra_a.b \r\nmore\n");
    Map<String, String> environment = Map.of("SUTRA_KEY", "sutra_c.d");
    assertEquals("sutra_a.b", ClientKey.find(file, environment));
    assertEquals("sutra_c.d", ClientKey.find(null, environment));
    assertNull(ClientKey.find(null, Map.of("PATH", "/bin")));
  }

  @Test
  void whatCannotBeAKeyIsNamedAndNotShown() throws Exception {
    for (String wrong : new String[] {"", " \n", "se cret", "secr\u00e9t", "s".repeat(10_000)}) {
      Path file = Files.writeString(directory.resolve("key"), wrong);
      CommandFailure failure =
          assertThrows(CommandFailure.class, () -> ClientKey.find(file, Map.of()));
      assertEquals(2, failure.exitCode());
      String told = String.valueOf(failure.getMessage());
      assertTrue(told.startsWith("--key-file " + file), told);
      assertFalse(wrong.isBlank() ? told.contains("has no key") : told.contains("is empty"), told);
      assertFalse(told.contains("cr"), told);
      CommandFailure variable =
          assertThrows(
              CommandFailure.class, () -> ClientKey.find(null, Map.of("SUTRA_KEY", wrong)));
      assertTrue(String.valueOf(variable.getMessage()).startsWith("SUTRA_KEY "));
    }
  }
}
