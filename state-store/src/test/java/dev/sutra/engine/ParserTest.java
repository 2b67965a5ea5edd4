package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Parsers read arbitrary bytes. Here bytes are changed at random ({@code -Dsutra.parser.rounds=N},
 * {@code -Dsutra.parser.seed=S}); {@link FuzzTest} looks for bytes that lead somewhere new.
 */
class ParserTest {
  private static final int ROUNDS = Integer.getInteger("sutra.parser.rounds", 200);

  @ParameterizedTest
  @EnumSource
  void changedBytesAreReadOrRefused(ParserTarget target) throws IOException {
    long seed = Long.getLong("sutra.parser.seed", new Random().nextInt(1_000_000));
    Random random = new Random(seed);
    byte[] whole = target.seed();
    target.run(whole);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] data = changed(whole, random);
      try {
        target.run(data);
      } catch (RuntimeException | IOException | Error e) {
        throw new AssertionError(
            target + " -Dsutra.parser.seed=" + seed + " round " + round + difference(whole, data),
            e);
      }
    }
  }

  /** Inputs that the fuzzer found earlier, in the resources. */
  @ParameterizedTest
  @EnumSource
  void inputsThatOnceFailedAreReadOrRefused(ParserTarget target) throws IOException {
    Path found = Path.of("src", "test", "resources", "parser", target.name());
    if (Files.isDirectory(found)) {
      try (Stream<Path> inputs = Files.list(found)) {
        for (Path input : inputs.toList()) {
          byte[] data = Files.readAllBytes(input);
          assertDoesNotThrow(() -> target.run(data), input::toString);
        }
      }
    }
  }

  private static byte[] changed(byte[] whole, Random random) {
    byte[] data = whole.clone();
    if (random.nextInt(6) == 0) {
      data = Arrays.copyOf(data, random.nextInt(data.length + 20));
    }
    int changes = 1 << random.nextInt(5);
    for (int i = 0; i < changes && data.length > 0; i++) {
      int at = random.nextInt(data.length);
      switch (random.nextInt(4)) {
        case 0 -> data[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> data[at] = (byte) random.nextInt();
        case 2 -> data[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
        default -> {
          int from = random.nextInt(data.length);
          int length = Math.min(random.nextInt(16), data.length - Math.max(from, at));
          System.arraycopy(data, from, data, at, length);
        }
      }
    }
    return data;
  }

  private static String difference(byte[] whole, byte[] data) {
    int at = Arrays.mismatch(whole, data);
    int end = Math.min(data.length, at + 32);
    return at < 0 || at >= data.length
        ? ", " + data.length + " bytes"
        : ", first change at " + at + ": " + HexFormat.of().formatHex(data, at, end);
  }
}
