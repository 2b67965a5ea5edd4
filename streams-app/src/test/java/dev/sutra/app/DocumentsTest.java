package dev.sutra.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Holds the documents to the code: examples, links, commands, REST paths. */
final class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final String CONTRACT =
      "streams-app/src/main/resources/dev/sutra/app/rest/openapi.yaml";
  private static final int LINE_CHARS_MAX = 120;

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String directory : List.of("", "docs", "docs/decisions")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    assertTrue(documents.size() > 20, documents::toString);
    return documents;
  }

  /** The blocks of code of a language in a document. */
  private static List<String> blocks(String document, String language) {
    List<String> blocks = new ArrayList<>();
    String fence = "```" + language + "\n";
    for (int start = document.indexOf(fence); start >= 0; ) {
      int end = document.indexOf("```", start + fence.length());
      blocks.add(document.substring(start + fence.length(), end));
      start = document.indexOf(fence, end + 3);
    }
    return blocks;
  }

  @Test
  void examplesAreCompiled() throws IOException {
    String store = read("state-store/src/test/java/dev/sutra/kafka/ConceptStoreExample.java");
    List<String> readme = blocks(read("README.md"), "java");
    assertEquals(1, readme.size());
    assertTrue(store.contains(readme.getFirst()), readme::getFirst);
    String engine = read("state-store/src/test/java/dev/sutra/engine/EngineExample.java");
    String first = blocks(read("docs/engine.md"), "java").getFirst();
    assertTrue(engine.contains(first), first);
  }

  /** A paragraph of a block is in one of these files, apart from comments and white space. */
  @Test
  void codeOfTheLibrarysPageIsCompiled() throws IOException {
    List<String> sources = new ArrayList<>();
    sources.add(bare(read("streams-app/src/test/java/dev/sutra/app/server/GlobalStoreIT.java")));
    try (Stream<Path> files =
        Files.list(ROOT.resolve("examples/src/main/java/dev/sutra/examples"))) {
      for (Path file : files.toList()) {
        sources.add(bare(Files.readString(file)));
      }
    }
    List<String> blocks = blocks(read("docs/kafka-streams.md"), "java");
    assertTrue(blocks.size() >= 4, blocks::toString);
    for (String block : blocks) {
      for (String paragraph : block.split("\n\n", -1)) {
        String code = bare(paragraph);
        assertTrue(sources.stream().anyMatch(source -> source.contains(code)), paragraph);
      }
    }
  }

  private static String bare(String code) {
    StringBuilder bare = new StringBuilder();
    for (String line : code.lines().toList()) {
      int comment = line.indexOf("// ");
      String kept = comment < 0 ? line : line.substring(0, comment);
      kept.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> bare.append((char) c));
    }
    return bare.toString();
  }

  @Test
  void linksLeadToFiles() throws IOException {
    for (Path document : documents()) {
      String text = Files.readString(document);
      for (int start = text.indexOf("]("); start >= 0; start = text.indexOf("](", start + 2)) {
        String target = text.substring(start + 2, text.indexOf(')', start));
        String file = target.contains("#") ? target.substring(0, target.indexOf('#')) : target;
        if (!file.isEmpty() && !file.startsWith("http")) {
          assertTrue(Files.exists(document.resolveSibling(file)), document + ": " + target);
        }
      }
    }
  }

  @Test
  void linesAreShortOutsideOfTables() throws IOException {
    for (Path document : documents()) {
      List<String> lines = Files.readAllLines(document);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        assertTrue(
            line.startsWith("|") || line.length() <= LINE_CHARS_MAX, document + ":" + (i + 1));
      }
    }
  }

  @Test
  void eachPackageIsOnTheMap() throws IOException {
    String page = read("docs/architecture.md");
    for (String module : List.of("schemas", "state-store", "streams-app")) {
      Path sources = ROOT.resolve(module).resolve("src/main/java/dev/sutra");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(f -> f.endsWith("package-info.java")).toList()) {
          String name = sources.relativize(file.getParent()).toString().replace('/', '.');
          assertTrue(page.contains("`" + name + "`"), name);
        }
      }
    }
  }

  @Test
  void eachCommandAndOptionIsDescribed() throws IOException {
    String page = read("docs/command-line.md");
    for (CommandLine command : Set.copyOf(Main.commandLine().getSubcommands().values())) {
      assertTrue(page.contains("bin/sutra " + name(command)), command::getCommandName);
      if (name(command).equals("completion")) {
        continue;
      }
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertTrue(page.contains(option.longestName()), name(command) + option.longestName());
      }
    }
  }

  private static String name(CommandLine command) {
    // The class of the completion has a name of its own.
    return command.getCommandName().equals("generate-completion")
        ? "completion"
        : command.getCommandName();
  }

  @Test
  void eachPathAndParameterOfRestIsDescribed() throws IOException {
    Set<String> missing = new TreeSet<>();
    String page = read("docs/rest.md");
    for (String line : read(CONTRACT).lines().toList()) {
      String found = null;
      if (line.startsWith("  /")) {
        found = line.strip().substring(0, line.strip().length() - 1);
      } else if (line.strip().startsWith("- name: ") || line.startsWith("      name: ")) {
        found = line.substring(line.indexOf(": ") + 2).strip();
      }
      if (found != null && !page.contains(found)) {
        missing.add(found);
      }
    }
    // Tags are no parameters.
    missing.removeAll(List.of("concepts", "questions", "service"));
    assertEquals(Set.of(), missing);
  }
}
