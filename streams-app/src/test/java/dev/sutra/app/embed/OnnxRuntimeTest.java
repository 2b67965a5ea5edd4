package dev.sutra.app.embed;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Guards the choice of a version of ONNX Runtime that keeps to itself. */
class OnnxRuntimeTest {
  @Test
  void theNativeLibraryKnowsNobodyToReportTo() throws IOException {
    String library = "/ai/onnxruntime/native/linux-x64/libonnxruntime.so";
    try (InputStream stream = OrtEnvironment.class.getResourceAsStream(library)) {
      assertNotNull(stream, library);
      String bytes = new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);

      assertTrue(bytes.contains("onnxruntime"));
      assertFalse(bytes.contains("events.data.microsoft.com"));
      assertFalse(bytes.contains("/proc/self/cmdline"));
    }
  }
}
