package dev.sutra.app.cli.store;

import dev.sutra.app.cli.ExitCodes;
import dev.sutra.engine.tools.CheckReport;
import dev.sutra.engine.tools.LogRepair;
import dev.sutra.engine.tools.RepairedLog;
import dev.sutra.engine.tools.StoreCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies stores. */
@Command(
    name = "check",
    description = {
      "Verify a store, or all stores below a directory: every checksum, order, reference and"
          + " index.",
      "Exit code: 0 clean, 1 corrupt, 2 wrong usage, 3 cannot be opened."
    })
// Fields are set by picocli when it parses the arguments.
@SuppressWarnings("NullAway.Init")
final class CheckCommand extends StoreCommand {
  @Parameters(paramLabel = "DIR", description = "the directory of a store, or a parent of several")
  Path directory;

  @Option(
      names = "--repair-log",
      description = {
        "truncate a corrupt log after its last valid frame; later frames are lost.",
        "The original log is kept as NAME.damaged."
      })
  boolean repairLog;

  @Override
  int run(PrintWriter out) throws IOException {
    List<Path> stores = StoreDirectories.find(directory);
    int code = ExitCodes.OK;
    for (Path store : stores) {
      heading(out, store, stores.size() > 1);
      if (repairLog) {
        repair(store, out);
      }
      CheckReport report = StoreCheck.run(store);
      report.notes().forEach(note -> out.println("note: " + note));
      report.problems().forEach(problem -> out.println("problem: " + problem));
      long hidden = report.problemCount() - report.problems().size();
      if (hidden > 0) {
        out.println("and " + hidden + " more problems");
      }
      out.println(
          (report.isClean() ? "clean: " : "damaged: ")
              + report.segments()
              + " segments with "
              + report.rows()
              + " rows, "
              + report.logs()
              + " logs with "
              + report.transactions()
              + " transactions");
      // The next store may take long.
      out.flush();
      code = report.isClean() ? code : ExitCodes.DAMAGED;
    }
    return code;
  }

  private static void repair(Path store, PrintWriter out) throws IOException {
    for (RepairedLog cut : LogRepair.run(store)) {
      out.println(
          "repaired: "
              + cut.name()
              + " ("
              + cut.reason()
              + "): "
              + cut.bytes()
              + " bytes cut, with "
              + cut.transactions()
              + " transactions that could be read; kept as "
              + cut.aside());
    }
  }
}
