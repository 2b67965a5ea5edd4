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
    name = "restore",
    description = {
      "Restore a store from a backup, by copying.",
      "Exit code: 0 done, 1 corrupt, 2 wrong usage, 3 cannot be opened or written."
    })
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class RestoreCommand extends StoreCommand {
  @Parameters(index = "0", paramLabel = "BACKUP", description = "the directory of the backup")
  Path backup;

  @Parameters(index = "1", paramLabel = "DIR", description = "empty or not existing")
  Path directory;

  @Override
  int run(PrintWriter out) throws IOException {
    StoreBackup.restore(backup, directory);
    out.println("done: " + directory);
    return ExitCodes.OK;
  }
}
