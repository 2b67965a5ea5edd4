package dev.sutra.app.cli.client;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The filter of a query, as a mixin. */
final class FilterOption {
  @Option(
      names = "--filter",
      paramLabel = "CONDITION",
      description = "only concepts that meet it, as: 'size > 100 and section in (editors, web)'")
  @Nullable String filter;
}
