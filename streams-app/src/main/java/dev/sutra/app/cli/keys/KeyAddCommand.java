package dev.sutra.app.cli.keys;

import dev.sutra.app.auth.KeyFile;
import dev.sutra.app.auth.Role;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Adds a key. */
@Command(
    name = "add",
    description = {
      "Add a key to a file, and print it on the standard output. It cannot be shown again: the"
          + " file has a salted hash.",
      "Exit code: 0 added, 1 refused, such as a name that is there, 2 wrong usage, 3 the file"
          + " cannot be read or written."
    })
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class KeyAddCommand extends KeyCommand {
  @Parameters(
      paramLabel = "NAME",
      description = "of who will use the key: 1 to 64 of a-z, 0-9, - and _")
  String name;

  @Option(
      names = "--role",
      paramLabel = "reader|writer|operator",
      required = true,
      converter = RoleName.class,
      description =
          "reader asks, writer also writes, operator also sees statistics and manages standing"
              + " queries")
  Role role;

  @Override
  void run(KeyFile keys, PrintWriter out) throws IOException {
    out.println(keys.add(name, role));
  }

  /** Reads the names of roles. */
  static final class RoleName implements ITypeConverter<Role> {
    @Override
    public Role convert(String value) {
      try {
        return Role.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
