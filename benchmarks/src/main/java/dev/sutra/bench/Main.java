package dev.sutra.bench;

import dev.sutra.bench.filters.FilterBench;
import dev.sutra.bench.relevance.RelevanceBench;
import dev.sutra.bench.report.Plot;
import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.rows.GraphBench;
import dev.sutra.bench.rows.KvBench;
import dev.sutra.bench.rows.OpenBench;
import dev.sutra.bench.rows.RocksRows;
import dev.sutra.bench.rows.WalkBench;
import dev.sutra.bench.standing.StandingBench;
import dev.sutra.bench.streams.StreamsBench;
import dev.sutra.bench.text.LuceneTexts;
import dev.sutra.bench.text.TextBench;
import dev.sutra.bench.vectors.VectorBench;
import dev.sutra.bench.vectors.VectorOptions;
import dev.sutra.bench.vectors.VectorPlot;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code bin/bench}. */
@Command(
    name = "bench",
    description = "Measures Sutra and its peers in turns; prints medians with ratios.",
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
  /** What can be measured. */
  enum Benchmark {
    kv,
    graph,
    text,
    open,
    vectors,
    streams,
    standing,
    filters,
    relevance,
    kernels,
    heap
  }

  @Parameters(paramLabel = "BENCHMARK", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Benchmark benchmark = Benchmark.kv;

  @Option(names = "--quick", description = "A tenth of the data: minutes become seconds.")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "PART",
      defaultValue = "",
      description =
          "Of graph, text, streams, standing and relevance: only cases with this in their name.")
  private String only = "";

  @Option(
      names = "--rounds",
      description =
          "How often each side is measured after the warm-up; default 3, of streams --quick 1.")
  private @Nullable Integer rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "Saves the rows as JSON.")
  private @Nullable Path json;

  @Option(names = "--plots", paramLabel = "DIR", description = "Draws the ratios as PNG.")
  private @Nullable Path plots;

  @Option(
      names = "--packages",
      paramLabel = "FILE",
      description = "For relevance: a Translation-en of Debian, not compressed.")
  private @Nullable Path packages;

  @Mixin private VectorOptions vectors = new VectorOptions();

  private Main() {}

  /** Runs one benchmark and ends the process. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  private int rounds() {
    if (rounds != null) {
      return rounds;
    }
    // A quick run of streams is to take minutes.
    return quick && benchmark == Benchmark.streams ? 1 : 3;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = new Settings(quick, only, rounds());
    if (benchmark == Benchmark.kernels) {
      KernelBench.run(settings, json);
      return 0;
    }
    String peer =
        switch (benchmark) {
          case text, filters -> LuceneTexts.version();
          case vectors, streams, standing -> "its peers";
          case relevance -> "the parts of its hybrid queries alone";
          default -> RocksRows.version();
        };
    Report report = new Report(benchmark.name(), peer, System.out);
    report.note(
        String.format(
            Locale.ROOT,
            "bench %s%s, %d rounds after one to warm up; %s %s, %d processors, Java %s",
            benchmark,
            quick ? " --quick" : "",
            settings.rounds(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version()));
    report.begin();
    switch (benchmark) {
      case kv -> new KvBench(settings, report).run();
      case graph -> {
        new GraphBench(settings, report).run();
        new WalkBench(settings, report).run();
      }
      case text -> new TextBench(settings, report).run();
      case open -> new OpenBench(settings, report).run();
      case vectors -> measureVectors(settings, report);
      case streams -> new StreamsBench(settings, report).run(Path.of(Settings.home(), "data"));
      case standing -> new StandingBench(settings, report).run(Path.of(Settings.home(), "data"));
      case filters -> new FilterBench(settings, report).run();
      case relevance ->
          new RelevanceBench(settings, report).run(Path.of(Settings.home(), "data"), packages);
      case kernels -> throw new IllegalStateException("kernels have no peers");
      case heap -> new BoundedHeap(settings).run();
    }
    if (json != null) {
      report.writeJson(json);
    }
    if (plots != null && benchmark != Benchmark.vectors) {
      Plot.write(plots, benchmark.name(), report.rows());
    }
    return 0;
  }

  private void measureVectors(Settings settings, Report report) throws Exception {
    VectorBench bench = new VectorBench(settings, report, vectors);
    bench.run(Path.of(Settings.home(), "data"));
    if (plots != null) {
      VectorPlot.write(plots, bench.curves());
    }
  }
}
