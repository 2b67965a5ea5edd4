package dev.sutra.app.cli.keys;

import dev.sutra.app.auth.KeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes a key. */
@Command(
    name = "revoke",
    description = {
      "Remove a key from a file. Running instances refuse it within about a second.",
      "Exit code: 0 removed, 1 refused, such as no key of the name, 2 wrong usage, 3 the file"
          + " cannot be read or written."
    })
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class KeyRevokeCommand extends KeyCommand {
  @Parameters(paramLabel = "NAME", description = "the key's name")
  String name;

  @Override
  void run(KeyFile keys, PrintWriter out) throws IOException {
    keys.revoke(name);
  }
}
