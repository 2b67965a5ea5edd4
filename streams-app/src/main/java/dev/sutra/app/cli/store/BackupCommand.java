package dev.sutra.app.cli.store;

import dev.sutra.app.cli.ExitCodes;
import dev.sutra.engine.tools.StoreBackup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies a store. */
@Command(
    name = "backup",
    description = {
      "Back up a store that no process has open: hard links to segments, copies of other files.",
      "Exit code: 0 done, 1 corrupt, 2 wrong usage, 3 cannot be opened or written."
    })
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class BackupCommand extends StoreCommand {
  @Parameters(index = "0", paramLabel = "DIR", description = "the directory of the store")
  Path directory;

  @Parameters(index = "1", paramLabel = "TARGET", description = "empty or not existing")
  Path target;

  @Override
  int run(PrintWriter out) throws IOException {
    StoreBackup.backup(directory, target);
    out.println("done: " + target);
    return ExitCodes.OK;
  }
}
