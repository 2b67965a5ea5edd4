package dev.sutra.bench.vectors;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The nearest ten vectors: how many queries a second at which recall, and what building takes. */
public final class VectorBench {
  private static final double[] RECALLS = {0.90, 0.95, 0.98, 0.99};
  private static final double MIB = 1048576;
  private static final int WARM_UP_BUILDS = 3;
  private static final int LARGE = 200_000;

  private final Settings settings;
  private final Report report;
  private final VectorOptions options;
  private final List<VectorCurve> curves = new ArrayList<>();

  public VectorBench(Settings settings, Report report, VectorOptions options) {
    this.settings = settings;
    this.report = report;
    this.options = options;
  }

  public List<VectorCurve> curves() {
    return List.copyOf(curves);
  }

  /**
   * Measures.
   *
   * @param home where WordNet's vectors are kept
   */
  public void run(Path home) throws Exception {
    VectorSet set = options.set(home, settings, report);
    report.note(
        String.format(
            Locale.ROOT,
            "%s: %,d vectors of %d components, %s; %,d queries",
            set.name(),
            set.base().size(),
            set.dimension(),
            set.similarity(),
            set.queries().size()));
    List<VectorIndex> indexes = new ArrayList<>();
    try (Scratch scratch = new Scratch()) {
      try {
        build(scratch, set, indexes);
        measure(set, indexes);
        new ChurnedVectors(set, report).run(scratch);
      } finally {
        for (VectorIndex index : indexes) {
          index.close();
        }
      }
    }
    addRows(set, indexes);
  }

  private void build(Scratch scratch, VectorSet set, List<VectorIndex> indexes) throws Exception {
    // A build of half a minute warms up by itself, one of two seconds does not.
    for (int i = 0; i < (set.base().size() > LARGE ? 1 : WARM_UP_BUILDS); i++) {
      new SutraVectors(scratch.fresh(), set).close();
    }
    SutraVectors sutra = new SutraVectors(scratch.fresh(), set);
    add(sutra, set, indexes);
    report.note(sutra.state());
    new FilteredVectors(sutra, report).run();
    if (options.wants("hnswlib")) {
      VectorIndex hnswlib = HnswlibVectors.build(scratch.fresh(), set, report);
      if (hnswlib != null) {
        add(hnswlib, set, indexes);
      }
    }
    if (options.wants("Lucene")) {
      add(new LuceneVectors(scratch.fresh(), set, false), set, indexes);
      add(new LuceneVectors(scratch.fresh(), set, true), set, indexes);
    }
    if (options.wants("JVector")) {
      add(new JVectorVectors(set), set, indexes);
    }
  }

  private void add(VectorIndex index, VectorSet set, List<VectorIndex> indexes) {
    indexes.add(index);
    report.note(
        String.format(
            Locale.ROOT,
            "%-13s built in %.2f s; %.1f MiB on disk; %.0f bytes a vector in memory",
            index.name(),
            index.buildSeconds(),
            index.diskBytes() / MIB,
            index.residentBytes() / (double) set.base().size()));
  }

  /** Asks every index at every effort once to warm up, then in turns. */
  private void measure(VectorSet set, List<VectorIndex> indexes) throws Exception {
    int[][] found = new int[set.queries().size()][];
    for (VectorIndex index : indexes) {
      VectorCurve curve = new VectorCurve(index.name(), index.efforts());
      curves.add(curve);
      for (int effort : index.efforts()) {
        index.search(effort, found);
        curve.setRecall(effort, set.recall(found));
      }
    }
    for (int round = 0; round < settings.rounds(); round++) {
      for (int i = 0; i < indexes.size(); i++) {
        for (int effort : indexes.get(i).efforts()) {
          curves.get(i).add(effort, indexes.get(i).search(effort, found));
        }
      }
    }
    curves.forEach(curve -> curve.print(report));
  }

  private void addRows(VectorSet set, List<VectorIndex> indexes) {
    double vectors = set.base().size();
    VectorIndex sutra = indexes.getFirst();
    for (int i = 1; i < indexes.size(); i++) {
      VectorIndex peer = indexes.get(i);
      report.addRate(
          "build",
          "vectors/s",
          vectors / sutra.buildSeconds(),
          peer.name(),
          vectors / peer.buildSeconds(),
          null);
    }
    for (double recall : RECALLS) {
      double own = curves.getFirst().bestRate(recall);
      for (int i = 1; i < indexes.size(); i++) {
        double other = curves.get(i).bestRate(recall);
        // Where one does not reach the recall there is nothing to compare.
        if (own > 0 && other > 0) {
          report.addRate(
              String.format(Locale.ROOT, "top %d, recall %.2f", VectorSet.K, recall),
              "queries/s",
              own,
              indexes.get(i).name(),
              other,
              recall);
        }
      }
    }
  }
}
