package dev.sutra.bench.vectors;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Settings;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * hnswlib in a process of its own, one thread; the times are those that it takes itself. An effort
 * is its ef. See {@code src/main/cpp/hnswlib_driver.cpp}.
 */
final class HnswlibVectors implements VectorIndex {
  private static final Path HEADER = Path.of("/usr/include/hnswlib/hnswlib.h");
  private static final String LINKS = "16";
  private static final String EF_CONSTRUCTION = "100";

  private final VectorSet set;
  private final Process process;
  private final OutputStream commands;
  private final DataInputStream answers;
  private final double buildSeconds;
  private final long residentBytes;

  private HnswlibVectors(VectorSet set, Path driver, Path base, Path queries) throws IOException {
    this.set = set;
    String similarity =
        switch (set.similarity()) {
          case COSINE -> "cosine";
          case DOT_PRODUCT -> "dot";
          case EUCLIDEAN -> "l2";
        };
    process =
        new ProcessBuilder(
                driver.toString(),
                base.toString(),
                queries.toString(),
                similarity,
                LINKS,
                EF_CONSTRUCTION)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    commands = process.getOutputStream();
    answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    String[] built = line().split(" ", -1);
    buildSeconds = Double.parseDouble(built[1]);
    residentBytes = Long.parseLong(built[3]);
  }

  /** Compiles the driver and builds an index; null where hnswlib or a C++ compiler is missing. */
  public static @Nullable HnswlibVectors build(Path directory, VectorSet set, Report report)
      throws IOException, InterruptedException {
    Path source = Path.of(Settings.home(), "src/main/cpp/hnswlib_driver.cpp");
    if (!Files.exists(HEADER) || !Files.exists(source)) {
      report.note("hnswlib is left out: libhnswlib-dev and g++ are needed");
      return null;
    }
    Files.createDirectories(directory);
    Path driver = directory.resolve("hnswlib_driver");
    int exit;
    try {
      exit =
          new ProcessBuilder(
                  "g++", "-O3", "-march=native", "-w", "-o", driver.toString(), source.toString())
              .inheritIO()
              .start()
              .waitFor();
    } catch (IOException e) {
      report.note("hnswlib is left out: " + e.getMessage());
      return null;
    }
    if (exit != 0) {
      throw new IOException("g++ ended with " + exit);
    }
    Path base = directory.resolve("base.fvecs");
    Path queries = directory.resolve("query.fvecs");
    VectorFile.append(base, set.base());
    VectorFile.append(queries, set.queries());
    return new HnswlibVectors(set, driver, base, queries);
  }

  @Override
  public String name() {
    return "hnswlib";
  }

  @Override
  public double buildSeconds() {
    return buildSeconds;
  }

  @Override
  public long diskBytes() {
    return 0;
  }

  @Override
  public long residentBytes() {
    return residentBytes;
  }

  @Override
  public int[] efforts() {
    return new int[] {10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 130, 160, 200, 300};
  }

  @Override
  public Sample search(int effort, int[][] found) throws IOException {
    commands.write((effort + " " + VectorSet.K + "\n").getBytes(StandardCharsets.US_ASCII));
    commands.flush();
    int queries = Integer.parseInt(line().split(" ", -1)[1]);
    if (queries != set.queries().size()) {
      throw new IOException("hnswlib answered " + queries + " queries");
    }
    Sample sample = new Sample();
    ByteBuffer answer = ByteBuffer.allocate(8 + 4 * VectorSet.K).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < queries; i++) {
      answers.readFully(answer.array());
      sample.addDuration(answer.getLong(0), 1);
      found[i] = new int[VectorSet.K];
      answer.position(8).asIntBuffer().get(found[i]);
    }
    return sample;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = answers.read(); c != '\n'; c = answers.read()) {
      if (c < 0) {
        throw new IOException("hnswlib ended early");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.destroy();
  }
}
