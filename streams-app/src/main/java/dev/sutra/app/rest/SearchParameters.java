package dev.sutra.app.rest;

import dev.sutra.app.api.QueryTexts;
import dev.sutra.app.rest.http.QueryParameters;
import dev.sutra.engine.query.TextSearch;
import java.util.Locale;

/** Reads the parameters of a text search. */
final class SearchParameters {
  private SearchParameters() {}

  static TextSearch search(QueryParameters query, int limit) {
    String text = query.required("q");
    QueryTexts.check("q", text);
    String mode = query.choice("mode", "query", "query", "any", "all");
    return TextSearch.of(text, TextSearch.Mode.valueOf(mode.toUpperCase(Locale.ROOT)), limit)
        .withFuzzy(query.choice("fuzzy", "none", "none", "auto").equals("auto"))
        .withFilter(ReadReplies.filter(query))
        .withHighlight(query.flag("highlight"))
        .withExplain(query.flag("explain"));
  }
}
