package dev.sutra.engine;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The program that {@link EngineKillTest} kills: writes, and prints what was acknowledged. */
final class KilledWriter {
  /** What a line of an acknowledged transaction begins with; others are log messages. */
  static final String ACKNOWLEDGED = "acknowledged ";

  private KilledWriter() {}

  /** Arguments: directory, durability, number of the first transaction. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    StorageEngine engine =
        StorageEngine.open(Path.of(arguments[0]), options(Durability.valueOf(arguments[1])));
    for (int number = Integer.parseInt(arguments[2]); ; number++) {
      engine.apply(PairWorkload.transaction(number));
      out.println(ACKNOWLEDGED + number);
      if (number % 200 == 0) {
        engine.compact();
      }
    }
  }

  static EngineOptions options(Durability durability) {
    return EngineOptions.standalone(PairWorkload.DIMENSION)
        .withAnalyzer("standard")
        .withDurability(durability)
        .withMemtableBytesMax(512 * 1024);
  }
}
