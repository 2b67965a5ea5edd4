package dev.sutra.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Manifests of released format versions stay readable, and the present one is as released. */
class ManifestGoldenTest {
  private static final String VERSION_1 =
      "53555452414d414ef99911e3010000004401000009000000000000000200000008000000616e616c"
          + "797a657207000000656e676c6973680900000064696d656e73696f6e030000003338340200000003"
          + "00000000000000fbffffffffffffff6712000000000000050000000000000000000000000100002f"
          + "0300000000000014000000000000000f00000000000000030000000102030100000008000000636f"
          + "6e636570747305000000000000000200000004000000000000000100000001000000000000000c00"
          + "00000000000000100000000000000100000005000000000000000100000005000000746578747303"
          + "000000000000000600000000000000000000000d0000000000000014000000000000000008000000"
          + "00000000000000000000000200000007000000000000000800000000000000010000000000000000"
          + "000000000000000000000000000000000000000000000000";

  private static final Manifest MANIFEST =
      new Manifest(
          9,
          Map.of("dimension", "384", "analyzer", "english"),
          List.of(new CodebookState(3, -5, 4711), new CodebookState(5, 1L << 40, 815)),
          new VersionState(
              20,
              15,
              new byte[] {1, 2, 3},
              Map.of("concepts", 5L),
              List.of(
                  new SegmentState(4, 1, 1, 12, 4096, new long[] {5}, Map.of("texts", 3L)),
                  new SegmentState(6, 0, 13, 20, 2048, new long[0], Map.of())),
              List.of(7L, 8L)),
          VersionState.empty());

  @Test
  void version1IsRead() throws IOException {
    assertEquals(MANIFEST, ManifestFile.decode(HexFormat.of().parseHex(VERSION_1)));
  }

  @Test
  void version1IsWritten() {
    ByteBuffer encoded = ManifestFile.encode(MANIFEST);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    assertEquals(VERSION_1, HexFormat.of().formatHex(bytes));
  }
}
