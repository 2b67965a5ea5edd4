package dev.sutra.app.cli.client;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limit of a query, as a mixin. */
class LimitOption {
  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "maximum number of items (default: 10)")
  @Nullable Integer limit;
}
