package dev.sutra.app.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.app.rest.RestFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the commands against a server with some animals. */
abstract class ClientCommandsCase {
  /** The command that the others hang on. */
  @Command(name = "sutra")
  static final class Root {}

  RestFixture rest;
  StringWriter out = new StringWriter();
  StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws Exception {
    rest = new RestFixture().withAnimals();
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine root = new CommandLine(new Root());
    root.setOut(new PrintWriter(out));
    root.setErr(new PrintWriter(err));
    ClientCommands.addTo(root);
    return root.execute(arguments);
  }

  String ask(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--url");
    all.add(rest.url() + "/");
    assertEquals(0, run(all.toArray(String[]::new)), () -> err.toString());
    assertEquals("", err.toString());
    return out.toString();
  }
}
