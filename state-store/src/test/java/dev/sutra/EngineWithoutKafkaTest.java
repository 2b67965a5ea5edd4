package dev.sutra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine runs on the class path that Maven gives to a user of this module, which has neither
 * Kafka nor RocksDB. The build writes that class path; without a build there is nothing to test.
 */
class EngineWithoutKafkaTest {
  private static final Path CLASS_PATH = Path.of("target", "consumer.classpath");

  @TempDir Path directory;

  @Test
  void theEngineNeedsNeitherKafkaNorRocksdb() throws IOException, InterruptedException {
    assumeTrue(Files.exists(CLASS_PATH), "built without Maven");
    String libraries = Files.readString(CLASS_PATH).strip();
    assertTrue(libraries.contains("lucene"), libraries);
    assertFalse(libraries.contains("kafka") || libraries.contains("rocksdb"), libraries);

    assertEquals(
        List.of(
            "org.apache.kafka.streams.KafkaStreams absent",
            "org.apache.kafka.common.utils.Bytes absent",
            "org.rocksdb.RocksDB absent",
            "search river",
            "similar stone",
            "neighbors river"),
        run(libraries));
  }

  private List<String> run(String libraries) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(File.pathSeparator, "target/classes", "target/test-classes", libraries),
                EngineAlone.class.getName(),
                directory.resolve("store").toString())
            .redirectOutput(output.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it did not end");
      String errors = Files.readString(directory.resolve("errors"), UTF_8);
      assertEquals(0, process.exitValue(), errors);
      return Files.readAllLines(output, UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }
}
