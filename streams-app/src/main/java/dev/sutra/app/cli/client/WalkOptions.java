package dev.sutra.app.cli.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which associations are followed, and how many, as a mixin. */
final class WalkOptions {
  @Option(
      names = "--direction",
      paramLabel = "out|in|both",
      description = "along associations, against them, or both")
  @Nullable String direction;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "only associations of this type; may be given several times")
  List<String> types = new ArrayList<>();

  @Option(
      names = "--min-weight",
      paramLabel = "W",
      description = "only associations of at least this weight, 0 to 1")
  @Nullable Float minWeight;

  @Option(
      names = "--max-edges",
      paramLabel = "N",
      description = "read at most so many associations (default: 100000)")
  @Nullable Integer maxEdges;
}
