package dev.sutra.bench;

import dev.sutra.bench.kernels.VectorKernelBenchmark;
import dev.sutra.bench.report.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of the inner loops; JMH prints them and saves them in its own form. */
final class KernelBench {
  private static final int QUICK_ITERATIONS = 2;

  private KernelBench() {}

  static void run(Settings settings, @Nullable Path json) throws RunnerException {
    int iterations = settings.quick() ? QUICK_ITERATIONS : 5;
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(VectorKernelBenchmark.class.getPackageName())
            .forks(settings.quick() ? 1 : settings.rounds())
            .warmupIterations(iterations)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.milliseconds(500));
    if (json != null) {
      options.resultFormat(ResultFormatType.JSON).result(json.toString());
    }
    new Runner(options.build()).run();
  }
}
