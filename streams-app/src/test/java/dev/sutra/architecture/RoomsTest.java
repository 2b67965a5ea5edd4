package dev.sutra.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packages are small, files are short, and dependencies have no cycles, in all modules. */
@AnalyzeClasses(packages = "dev.sutra", importOptions = DoNotIncludeTests.class)
class RoomsTest {
  private static final int PACKAGE_FILES_MAX = 30;
  private static final int FILE_LINES_MAX = 300;
  private static final int FILE_LINES_MEDIAN_MAX = 110;

  /** Classes that are one thing in several files. No other classes depend on each other. */
  private static final Set<Set<String>> ONE_THING = Set.of();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.sutra.(**)").should().beFreeOfCycles();

  @ArchTest
  static void classesHaveNoCycles(JavaClasses classes) {
    Map<String, Set<String>> dependencies = new TreeMap<>();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String from = file(type);
        String to = file(dependency.getTargetClass());
        if (to.startsWith("dev.sutra.") && !from.equals(to)) {
          dependencies.computeIfAbsent(from, name -> new TreeSet<>()).add(to);
        }
      }
    }
    assertEquals(ONE_THING, cycles(dependencies));
  }

  @Test
  void packagesAreSmall() throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    for (Path file : sources()) {
      files.merge(String.valueOf(file.getParent()), 1, Integer::sum);
    }
    files.values().removeIf(count -> count <= PACKAGE_FILES_MAX);
    assertEquals(Map.of(), files);
  }

  @Test
  void filesAreShort() throws IOException {
    List<Integer> lengths = new ArrayList<>();
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      int lines = Files.readAllLines(file).size();
      lengths.add(lines);
      if (lines > FILE_LINES_MAX) {
        tooLong.add(file + " has " + lines + " lines");
      }
    }
    assertEquals(List.of(), tooLong);
    lengths.sort(null);
    int median = lengths.get(lengths.size() / 2);
    assertTrue(median <= FILE_LINES_MEDIAN_MAX, "median " + median);
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module :
        List.of("schemas", "state-store", "streams-app", "benchmarks", "examples")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        files.filter(path -> path.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  /** The outermost class, which has the name of the file. */
  private static String file(JavaClass type) {
    JavaClass component = type.getBaseComponentType();
    return component.getEnclosingClass().map(RoomsTest::file).orElse(component.getName());
  }

  /**
   * The strongly connected components of two or more nodes. Two nodes are in one if each reaches
   * the other.
   */
  private static Set<Set<String>> cycles(Map<String, Set<String>> dependencies) {
    Map<String, Set<String>> reached = new TreeMap<>();
    dependencies.keySet().forEach(name -> reached.put(name, reachedFrom(name, dependencies)));
    Set<Set<String>> cycles = new HashSet<>();
    reached.forEach(
        (name, others) -> {
          if (others.contains(name)) {
            Set<String> cycle = new TreeSet<>(others);
            cycle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(name));
            cycles.add(cycle);
          }
        });
    return cycles;
  }

  private static Set<String> reachedFrom(String start, Map<String, Set<String>> dependencies) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      for (String next : dependencies.getOrDefault(open.pop(), Set.of())) {
        if (reached.add(next)) {
          open.push(next);
        }
      }
    }
    return reached;
  }
}
