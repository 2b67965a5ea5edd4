package dev.sutra.bench.vectors;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Settings;
import dev.sutra.vector.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code bin/bench vectors}. */
public final class VectorOptions {
  private static final List<String> PEERS = List.of("hnswlib", "Lucene", "JVector");
  private static final String NONE = "none";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "For vectors: a directory with *base.fvecs and *query.fvecs to use instead of WordNet.")
  private @Nullable Path data;

  @Option(
      names = "--similarity",
      description =
          "For vectors: one of ${COMPLETION-CANDIDATES}; by default COSINE for WordNet, EUCLIDEAN"
              + " with --data.")
  private @Nullable Similarity similarity;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "For vectors of WordNet: so many; above 116,791, copies with noise.")
  private int size;

  @Option(
      names = "--dimension",
      paramLabel = "D",
      description = "For vectors of WordNet: projected at random to so many components.")
  private int dimension;

  @Option(
      names = "--peers",
      paramLabel = "NAME",
      split = ",",
      description = "For vectors: only these, of hnswlib, Lucene and JVector; or none.")
  private List<String> peers = PEERS;

  /** Whether a peer is to be measured. */
  public boolean wants(String peer) {
    return peers.contains(peer);
  }

  /** Reads or makes the vectors. */
  public VectorSet set(Path home, Settings settings, Report report) throws IOException {
    for (String peer : peers) {
      if (!PEERS.contains(peer) && !peer.equals(NONE)) {
        throw new IllegalArgumentException(
            "--peers names " + peer + "; " + PEERS + " are known, or " + NONE);
      }
    }
    if (data != null) {
      if (size != 0 || dimension != 0) {
        throw new IllegalArgumentException("--size and --dimension are for WordNet, not --data");
      }
      return VectorSet.read(
          data, similarity == null ? Similarity.EUCLIDEAN : similarity, settings, report);
    }
    if (size < 0 || dimension < 0 || dimension > 4096) {
      throw new IllegalArgumentException("--size is 1 or more, --dimension 1 to 4096");
    }
    return VectorSet.wordNet(
        home,
        similarity == null ? Similarity.COSINE : similarity,
        size,
        dimension,
        settings,
        report);
  }
}
