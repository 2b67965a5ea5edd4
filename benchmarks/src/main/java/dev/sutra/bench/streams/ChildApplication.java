package dev.sutra.bench.streams;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An {@link Application} in a process of its own, under exactly-once, that can be killed. */
final class ChildApplication {
  static final String RESTORED = "RESTORED ";

  private ChildApplication() {}

  /** Arguments: label of the store, brokers, topics in and out, id, state directory. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    StoreKind kind = arguments[0].equals(SutraKind.LABEL) ? new SutraKind() : new RocksKind(false);
    Topics topics = new Topics(arguments[1], arguments[2], arguments[3]);
    Application application =
        new Application(
            topics,
            kind,
            1,
            new Progress(Integer.MAX_VALUE),
            Application.settings(arguments[4], Path.of(arguments[5]), true));
    application.start();
    application.awaitRunning();
    out.println(RESTORED + application.restored());
    // It ends when it is killed.
    Thread.currentThread().join();
  }
}
