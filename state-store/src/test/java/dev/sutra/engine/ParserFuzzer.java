package dev.sutra.engine;

import java.io.IOException;

/** The entry point for Jazzer. Its argument is the name of a {@link ParserTarget}. */
public final class ParserFuzzer {
  private static ParserTarget target = ParserTarget.LOG;

  private ParserFuzzer() {}

  /** Runs once here, because Jazzer limits the time of an input and the first one loads classes. */
  public static void fuzzerInitialize(String[] arguments) throws IOException {
    target = ParserTarget.valueOf(arguments[0]);
    target.run(target.seed());
    target.run(new byte[0]);
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    target.run(data);
  }
}
