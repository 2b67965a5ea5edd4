package dev.sutra.app.cli.store;

import dev.sutra.app.cli.ExitCodes;
import dev.sutra.engine.StoreBackup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies a store. */
@Command(
    name = "backup",
    description = {
      "Copy a store that no process has open: hard links to its segments, copies of the rest.",
      "Exit code: 0 done, 1 damaged, 2 wrong usage, 3 cannot be opened or written."
    })
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class BackupCommand extends StoreCommand {
  @Parameters(index = "0", paramLabel = "DIR", description = "what is copied")
  Path directory;

  @Parameters(index = "1", paramLabel = "TARGET", description = "empty or missing")
  Path target;

  @Override
  int run(PrintWriter out) throws IOException {
    StoreBackup.backup(directory, target);
    out.println("done: " + target);
    return ExitCodes.OK;
  }
}
