package dev.sutra.app.cli.store;

import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.message.PlainText;
import dev.sutra.engine.tools.StoreDump;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Shows the files of stores. */
@Command(
    name = "dump",
    description = {
      "Show manifest, segments and logs of a store, or of all stores below a directory.",
      "Exit code: 0 done, 1 corrupt, 2 wrong usage, 3 cannot be opened."
    })
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class DumpCommand extends StoreCommand {
  @Parameters(paramLabel = "DIR", description = "the directory of a store, or a parent of several")
  Path directory;

  @Option(names = "--rows", description = "also show rows")
  boolean rows;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "maximum number of rows per file (default: all)")
  long limit = Long.MAX_VALUE;

  @Option(names = "--vectors", description = "show vectors in full")
  boolean vectors;

  @Override
  int run(PrintWriter out) throws IOException {
    if (limit < 0) {
      throw new ParameterException(spec.commandLine(), "--limit is " + limit + "; 0 or more");
    }
    List<Path> stores = StoreDirectories.find(directory);
    for (Path store : stores) {
      heading(out, store, stores.size() > 1);
      StoreDump.run(
          store,
          new StoreDump.Options(rows, limit, vectors),
          line -> out.println(PlainText.forTerminal(line)));
    }
    return ExitCodes.OK;
  }
}
