package dev.sutra.app.cli.client;

import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.message.Causes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the key of a client comes from: a file, or the environment. Not from the arguments, which
 * other users of the machine can see.
 */
final class ClientKey {
  static final String VARIABLE = "SUTRA_KEY";
  private static final int CHARS_MAX = 8192;

  private ClientKey() {}

  /**
   * The key, or null if there is none.
   *
   * @param file whose first line it is; null: the environment has it, if any
   * @throws CommandFailure if the file cannot be read, or the key cannot be one; without showing it
   */
  static @Nullable String find(@Nullable Path file, Map<String, String> environment)
      throws CommandFailure {
    String where = file == null ? VARIABLE : "--key-file " + file;
    String key = file == null ? environment.get(VARIABLE) : firstLine(file);
    if (key == null) {
      return null;
    }
    String stripped = key.strip();
    if (stripped.isEmpty()) {
      throw new CommandFailure(ExitCodes.USAGE, where + " is empty");
    }
    // What a header may carry.
    if (stripped.length() > CHARS_MAX || !stripped.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new CommandFailure(ExitCodes.USAGE, where + " has no key");
    }
    return stripped;
  }

  private static String firstLine(Path file) throws CommandFailure {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      char[] begin = new char[CHARS_MAX + 1];
      int length = Math.max(0, reader.read(begin));
      return new String(begin, 0, length).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCodes.USAGE, "--key-file " + file + " cannot be read: " + Causes.of(e));
    }
  }
}
