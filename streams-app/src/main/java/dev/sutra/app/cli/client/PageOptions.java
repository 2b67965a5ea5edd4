package dev.sutra.app.cli.client;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Limit and cursor of a query whose result has pages, as a mixin. */
final class PageOptions extends LimitOption {
  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "the cursor printed by the previous page")
  @Nullable String cursor;

  /** The cursor as the query of a path whose body has the limit. */
  ApiClient.Query query() {
    return new ApiClient.Query().add("cursor", cursor);
  }
}
