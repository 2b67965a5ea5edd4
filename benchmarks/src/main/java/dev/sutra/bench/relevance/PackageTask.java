package dev.sutra.bench.relevance;

import dev.sutra.bench.relevance.Task.Document;
import dev.sutra.bench.relevance.Task.Question;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The short description of a Debian package is to find its long one. */
final class PackageTask {
  private static final String NAME = "Package: ";
  private static final String SHORT = "Description-en: ";
  // A few have tens of thousands; the model reads a tenth of this.
  private static final int TEXT_CHARS_MAX = 10_000;
  private static final long SEED = 31;

  private record Described(String name, String summary, String text) {}

  private PackageTask() {}

  /**
   * Reads the task from a {@code Translation-en} of a Debian release, not compressed.
   *
   * @param size how many packages, drawn at random
   */
  static Task read(Path file, int size, int questions) throws IOException {
    List<Described> all = descriptions(file);
    Collections.shuffle(all, new Random(SEED));
    // Several packages of one source often have the same texts: no answer would be the right one.
    Map<String, Long> summaries = counts(all, Described::summary);
    Map<String, Long> texts = counts(all, Described::text);
    List<Described> packages =
        all.stream()
            .filter(each -> !each.text.isBlank())
            .filter(each -> isOnly(summaries, each.summary) && isOnly(texts, each.text))
            .limit(size)
            .toList();
    return new Task(
        "summary finds its package",
        packages.stream().map(each -> new Document(each.name, each.text)).toList(),
        packages.stream()
            .limit(questions)
            .map(each -> new Question(each.summary, each.name))
            .toList());
  }

  private static boolean isOnly(Map<String, Long> counts, String part) {
    return counts.getOrDefault(part, 0L) == 1;
  }

  private static Map<String, Long> counts(
      List<Described> packages, Function<Described, String> part) {
    return packages.stream().collect(Collectors.groupingBy(part, Collectors.counting()));
  }

  /** The form: a name, a short description, and indented lines with the long one. */
  private static List<Described> descriptions(Path file) throws IOException {
    List<Described> packages = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String name = "";
      String summary = "";
      StringBuilder text = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(NAME)) {
          name = line.substring(NAME.length());
        } else if (line.startsWith(SHORT)) {
          summary = line.substring(SHORT.length());
        } else if (line.startsWith(" ")) {
          text.append(line.equals(" .") ? "" : line.strip()).append('\n');
        } else if (line.isEmpty()) {
          text.setLength(Math.min(text.length(), TEXT_CHARS_MAX));
          packages.add(new Described(name, summary, text.toString()));
          text.setLength(0);
        }
      }
    }
    if (packages.isEmpty()) {
      throw new IOException(file + " describes no packages");
    }
    return packages;
  }
}
