package dev.sutra.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.rest.RestFixture;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts of bin in odd environments, with a checkout, a Maven and a Java of the test's own.
 */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
final class ScriptsTest {
  private static final Path BIN = Path.of("..", "bin").toAbsolutePath().normalize();
  private static final List<String> SCRIPTS = List.of("sutra", "bench", "format", "jdk", "sources");
  private static final List<String> MODULES =
      List.of("schemas", "state-store", "streams-app", "benchmarks");

  /** What a script said, both streams, and how it ended. */
  private record Ended(int code, String said) {}

  @TempDir Path dir;
  private Path checkout;
  private Path tools;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = dir.resolve("a check out");
    Files.createDirectories(checkout.resolve("bin"));
    for (String script : SCRIPTS) {
      Files.copy(
          BIN.resolve(script),
          checkout.resolve("bin").resolve(script),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    for (String module : MODULES) {
      Files.createDirectories(checkout.resolve(module).resolve("src/main"));
      Files.writeString(checkout.resolve(module).resolve("pom.xml"), "<project/>");
      Files.writeString(checkout.resolve(module).resolve("src/main/A.java"), "class A {}");
    }
    tools = Files.createDirectories(dir.resolve("tools/bin"));
    script("mvn", "echo BUILDS; mkdir -p streams-app/target/lib benchmarks/target/lib");
    script(
        "java",
        "if [ \"$1\" = -version ]; then echo 'openjdk version \"25.0.1\"'; exit; fi",
        "echo \"RUNS LC_ALL=${LC_ALL:-} $*\"");
  }

  private void script(String name, String... lines) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Records what a build records. */
  private void built(String module, String... others) throws Exception {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("bin/sources").toString()));
    command.add(module);
    command.addAll(List.of(others));
    Ended sources = run(Map.of(), command.toArray(String[]::new));
    assertEquals(0, sources.code(), sources::said);
    Path lib = Files.createDirectories(checkout.resolve(module).resolve("target/lib"));
    Files.writeString(lib.resolve(".complete"), sources.said());
  }

  private void built() throws Exception {
    built("streams-app", "schemas", "state-store");
  }

  private String bin(String name) {
    return checkout.resolve("bin").resolve(name).toString();
  }

  /** Runs a command with these variables and none besides but for the way to the tools. */
  private Ended run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().put("SUTRA_JAVA_HOME", dir.resolve("tools").toString());
    builder.environment().putAll(environment);
    builder.directory(dir.toFile());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Ended(process.exitValue(), said);
  }

  @Test
  void anEmptyEnvironmentIsEnough() throws Exception {
    built();
    built("benchmarks", "schemas", "state-store", "streams-app");
    for (String script : List.of("sutra", "bench")) {
      Ended ended = run(Map.of(), bin(script), "--help");
      assertEquals(0, ended.code(), ended::said);
      assertTrue(ended.said().startsWith("RUNS "), ended::said);
    }
    Files.createDirectories(checkout.resolve("target/format"));
    Files.writeString(
        checkout.resolve("target/format/google-java-format--all-deps.jar"), "never read");
    Ended format = run(Map.of(), bin("format"), "--check");
    assertEquals(0, format.code(), format::said);
  }

  @Test
  void eachScriptAnswersHelpWithoutABuild() throws Exception {
    script("java", "exit 1");
    for (String script : List.of("format", "sources")) {
      for (String help : List.of("-h", "--help")) {
        Ended ended = run(Map.of(), bin(script), help);
        assertEquals(0, ended.code(), ended::said);
        assertTrue(ended.said().startsWith("Usage: bin/" + script), ended::said);
      }
    }
    Ended unknown = run(Map.of(), bin("format"), "--chek");
    assertEquals(2, unknown.code(), unknown::said);
    assertTrue(unknown.said().startsWith("Usage: bin/format"), unknown::said);
  }

  @Test
  void aJavaIsNotNeededInTheHomeOfNobody() throws Exception {
    script("java", "echo 'openjdk version \"17.0.1\"'");
    Ended ended = run(Map.of(), bin("sutra"));
    // A machine may have a JDK of its own: then it runs.
    assertTrue(!ended.said().contains("unbound variable"), ended::said);
  }

  @Test
  void linksAndSpacesInThePathAreFollowed() throws Exception {
    built();
    Path link = Files.createSymbolicLink(dir.resolve("a link"), checkout.resolve("bin/sutra"));
    Files.createSymbolicLink(dir.resolve("other"), checkout);
    for (String path :
        List.of(link.toString(), "./a link", dir.resolve("other/bin/sutra").toString())) {
      Ended ended = run(Map.of("CDPATH", dir.toString()), path, "get", "a b", "*");
      assertEquals(0, ended.code(), ended::said);
      assertTrue(ended.said().endsWith("dev.sutra.app.Main get a b *\n"), ended::said);
    }
  }

  @Test
  void localesThatAreNotUtf8AreReplaced() throws Exception {
    built();
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("LC_ALL", "C"),
            Map.of("LANG", "POSIX"),
            Map.of("LANG", "xx_XX.UTF-8"))) {
      Ended ended = run(environment, bin("sutra"));
      assertTrue(ended.said().contains("LC_ALL=C.UTF-8"), environment + ": " + ended.said());
    }
    Ended kept = run(Map.of("LANG", "C.UTF-8"), bin("sutra"));
    assertTrue(kept.said().contains("RUNS LC_ALL= "), kept::said);
  }

  @Test
  void wordsOfOtherScriptsArriveUnderAnyLocale() throws Exception {
    built();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    script(
        "java",
        "if [ \"$1\" = -version ]; then echo 'openjdk version \"25.0.1\"'; exit; fi",
        "while [ \"$1\" != dev.sutra.app.Main ]; do shift; done",
        "exec '" + java + "' -cp '" + classPath + "' \"$@\"");
    Path vector = Files.writeString(dir.resolve("v.json"), "[1, 0]");
    try (RestFixture rest = new RestFixture().withAnimals()) {
      rest.send("PUT", "/v1/concepts/%E7%8A%AC", "{\"text\":\"Hündin 犬\"}");
      Ended ended = run(Map.of("LC_ALL", "C"), bin("sutra"), "get", "犬", "--url", rest.url());
      assertEquals(0, ended.code(), ended::said);
      assertTrue(ended.said().contains("Hündin 犬"), ended::said);
      Files.copy(vector, dir.resolve("ü犬.json"));
      Ended file =
          run(Map.of(), bin("sutra"), "similar", "--vector", "ü犬.json", "--url", rest.url());
      assertEquals(0, file.code(), file::said);
      // Without the script Java cannot read it; it is not asked for question marks.
      Ended lost =
          run(
              Map.of("LC_ALL", "C"),
              java,
              "-cp",
              classPath,
              "dev.sutra.app.Main",
              "get",
              "犬",
              "--url",
              rest.url());
      assertEquals(2, lost.code(), lost::said);
      assertTrue(lost.said().contains("set LC_ALL to C.UTF-8"), lost::said);
    }
  }

  @Test
  void aCopiedCheckoutIsNotBuiltAnew() throws Exception {
    built();
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 60_000);
    Files.walkFileTree(
        checkout.resolve("schemas"),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.setLastModifiedTime(file, later);
            return FileVisitResult.CONTINUE;
          }
        });
    assertTrue(run(Map.of(), bin("sutra")).said().startsWith("RUNS "));
    Files.move(checkout, dir.resolve("moved"));
    checkout = dir.resolve("moved");
    assertTrue(run(Map.of(), bin("sutra")).said().startsWith("RUNS "));
  }

  @Test
  void aChangedSourceIsBuiltWhateverItsTime() throws Exception {
    built();
    Path source = checkout.resolve("state-store/src/main/A.java");
    Files.writeString(source, "class A { int x; }");
    Files.setLastModifiedTime(source, FileTime.fromMillis(0));
    String said = run(Map.of(), bin("sutra")).said();
    assertTrue(said.contains("BUILDS") && said.contains("RUNS "), said);
    built();
    Files.move(source, source.resolveSibling("B.java"));
    assertTrue(run(Map.of(), bin("sutra")).said().contains("BUILDS"));
  }

  @Test
  void anUnbuiltCheckoutThatCannotBeWrittenSaysSo() throws Exception {
    // Below a file nobody may make one, not even root.
    Files.writeString(checkout.resolve("streams-app/target"), "");
    Ended ended = run(Map.of(), bin("sutra"));
    assertEquals(73, ended.code(), ended::said);
    assertTrue(ended.said().contains("nothing can be written there"), ended::said);
    assertEquals(1, ended.said().lines().count(), ended::said);
  }

  @Test
  void tooFewOpenFilesAreReportedWithTheirNumber() throws Exception {
    built();
    Ended ended = run(Map.of(), "bash", "-c", "ulimit -n 64; exec '" + bin("sutra") + "' get dog");
    assertEquals(71, ended.code(), ended::said);
    assertTrue(ended.said().contains("only 64 files may be open, 256 are needed"), ended::said);
    assertEquals(1, ended.said().lines().count(), ended::said);
  }
}
