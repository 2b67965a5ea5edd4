package dev.sutra.engine;

import java.io.IOException;

/** The entry point for Jazzer. Its argument is the name of a {@link ParserTarget}. */
public final class ParserFuzzer {
  private static ParserTarget target = ParserTarget.LOG;

  private ParserFuzzer() {}

  public static void fuzzerInitialize(String[] arguments) {
    target = ParserTarget.valueOf(arguments[0]);
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    target.run(data);
  }
}
