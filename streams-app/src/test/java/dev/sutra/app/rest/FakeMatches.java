package dev.sutra.app.rest;

import dev.sutra.engine.query.TextMatch;
import dev.sutra.engine.query.TextSearch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How texts match for {@link FakeConceptService}: always the same way. */
final class FakeMatches {
  private FakeMatches() {}

  static @Nullable TextMatch of(TextSearch query, float score) {
    if (!query.highlight() && !query.explain()) {
      return null;
    }
    return new TextMatch(
        query.highlight()
            ? new TextMatch.Highlight("domestic dog", 0, List.of(new TextMatch.Span(9, 12)))
            : null,
        query.explain() ? List.of(new TextMatch.Part("dog", 2, 3, 1, 2, 2.5, score)) : null);
  }
}
