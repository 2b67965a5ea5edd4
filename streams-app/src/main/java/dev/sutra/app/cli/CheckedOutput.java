package dev.sutra.app.cli;

import java.io.IOException;
import java.io.OutputStream;

/** A stream whose failures end the command. Not thread-safe. */
final class CheckedOutput extends OutputStream {
  /** A call that may fail. */
  @FunctionalInterface
  private interface Call {
    void run() throws IOException;
  }

  private final OutputStream out;

  CheckedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) {
    checked(() -> out.write(b));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    checked(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() {
    checked(out::flush);
  }

  private static void checked(Call call) {
    try {
      call.run();
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }
}
