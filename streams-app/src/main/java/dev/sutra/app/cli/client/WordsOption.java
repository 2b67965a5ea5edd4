package dev.sutra.app.cli.client;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the words of a search are read, as a mixin. */
final class WordsOption {
  @Option(
      names = "--mode",
      paramLabel = "query|any|all",
      description = "how the words are read: by the query language, any of them, all of them")
  private @Nullable String mode;

  @Option(names = "--fuzzy", description = "find words near the words too, against typing errors")
  private boolean fuzzy;

  ApiClient.Query addTo(ApiClient.Query query) {
    return query.add("mode", mode).add("fuzzy", fuzzy ? "auto" : null);
  }
}
