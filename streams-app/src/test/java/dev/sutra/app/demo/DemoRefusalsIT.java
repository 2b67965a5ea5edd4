package dev.sutra.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo that cannot run says why, without a stack trace, and ends with 1. */
class DemoRefusalsIT {
  @TempDir Path directory;

  @Test
  void aPortOfTheServiceInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertRefused("127.0.0.1:" + port + " is in use", port, 0, directory.resolve("data"));
    }
  }

  @Test
  void aPortOfTheBrokerInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertRefused("port " + port, 0, port, directory.resolve("data"));
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsNamed() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    assertRefused("data directory " + file, 0, 0, file);
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
    // Below a file nobody may make one, not even root.
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    assertRefused("data directory " + file, 0, 0, file.resolve("data"));
  }

  private void assertRefused(String reason, int port, int kafkaPort, Path data) throws Exception {
    try (DemoProcess demo =
        DemoProcess.start(
            directory.resolve("said"),
            "--empty",
            "--port",
            Integer.toString(port),
            "--kafka-port",
            Integer.toString(kafkaPort),
            "--data",
            data.toString())) {
      assertEquals(1, demo.awaitExit());
      String said = demo.said();
      assertTrue(said.contains("demo: ") && said.contains(reason), said);
      assertFalse(said.contains("\tat "), said);
    }
  }
}
