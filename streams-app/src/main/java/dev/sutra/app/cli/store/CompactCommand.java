package dev.sutra.app.cli.store;

import dev.sutra.app.cli.ExitCodes;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.StorageEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Merges the segments of a store. */
@Command(
    name = "compact",
    description = {
      "Merge all segments of a store into one. Uncommitted transactions are discarded.",
      "Exit code: 0 done, 1 corrupt, 2 wrong usage, 3 cannot be opened."
    })
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class CompactCommand extends StoreCommand {
  @Parameters(paramLabel = "DIR", description = "a store's directory")
  Path directory;

  @Override
  int run(PrintWriter out) throws IOException {
    try (StorageEngine engine = StorageEngine.openExisting(directory)) {
      EngineStats before = engine.stats();
      engine.compact();
      EngineStats after = engine.stats();
      out.println(
          before.segments()
              + " segments became "
              + after.segments()
              + ", "
              + before.diskBytes()
              + " bytes became "
              + after.diskBytes());
    }
    return ExitCodes.OK;
  }
}
