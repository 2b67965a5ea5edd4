package dev.sutra.app.cli.keys;

import dev.sutra.app.auth.KeyEntry;
import dev.sutra.app.auth.KeyFile;
import dev.sutra.app.cli.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import picocli.CommandLine.Command;

/** Lists the keys. */
@Command(
    name = "list",
    description = {
      "List the names, roles and times of the keys of a file.",
      "Exit code: 0 listed, 1 the file is wrong, 2 wrong usage, 3 the file cannot be read."
    })
final class KeyListCommand extends KeyCommand {
  @Override
  void run(KeyFile keys, PrintWriter out) throws IOException {
    Collection<KeyEntry> entries = keys.read().values();
    if (entries.isEmpty()) {
      out.println("no keys");
      return;
    }
    Table table = new Table("NAME", "ROLE", "CREATED");
    for (KeyEntry entry : entries) {
      table.row(entry.name(), entry.role().text(), entry.created().toString());
    }
    table.print(out, 0);
  }
}
