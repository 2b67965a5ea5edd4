package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jazzer looks for bytes that lead a {@link ParserTarget} somewhere new: {@code
 * -Dsutra.fuzz.seconds=N} for each, a fifth of it for parts of files that are targets themselves,
 * if it is on the class path (profile {@code faults}).
 */
class FuzzTest {
  private static final long SECONDS = Long.getLong("sutra.fuzz.seconds", 0);
  private static final long HANG_SECONDS = 120;
  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  @Execution(ExecutionMode.CONCURRENT)
  void fuzzerFindsNothing(ParserTarget target) throws IOException, InterruptedException {
    assumeTrue(SECONDS > 0, "-Dsutra.fuzz.seconds is not set");
    long seconds = target.isWhole() ? SECONDS : SECONDS / 5;
    Path corpus = Files.createDirectories(Path.of("target", "fuzz", target.name()));
    Files.write(corpus.resolve("seed"), target.seed());
    Path log = corpus.resolveSibling(target.name() + ".log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx768m",
            "-cp",
            System.getProperty("java.class.path") + File.pathSeparator,
            JAZZER,
            "--target_class=" + ParserFuzzer.class.getName(),
            "--target_args=" + target.name(),
            "--instrumentation_includes=dev.sutra.**",
            "--reproducer_path=" + directory,
            "-artifact_prefix=" + corpus.toAbsolutePath().getParent() + File.separator,
            "-max_total_time=" + seconds,
            "-timeout=20",
            "-rss_limit_mb=3000",
            corpus.toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      boolean ended = process.waitFor(seconds + HANG_SECONDS, TimeUnit.SECONDS);
      assertEquals(0, ended ? process.exitValue() : -1, () -> target + ": see " + log);
    } finally {
      process.destroyForcibly();
    }
  }
}
