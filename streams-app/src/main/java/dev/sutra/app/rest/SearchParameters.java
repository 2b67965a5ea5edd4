package dev.sutra.app.rest;

import dev.sutra.app.api.QueryTexts;
import dev.sutra.app.rest.http.HttpProblem;
import dev.sutra.app.rest.http.QueryParameters;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.TextSearch;
import java.util.List;
import java.util.Locale;

/** Reads the parameters of text searches, and of counts among what they find. */
final class SearchParameters {
  private SearchParameters() {}

  static TextSearch search(QueryParameters query, int limit) {
    return words(query, query.required("q"), limit)
        .withFilter(ReadReplies.filter(query))
        .withHighlight(query.flag("highlight"))
        .withExplain(query.flag("explain"));
  }

  /** Of concepts that pass a filter, and match a text if one is given. */
  static FacetQuery facets(QueryParameters query) {
    List<String> names = query.values("facet");
    if (names.isEmpty()) {
      throw HttpProblem.badRequest("parameter facet is missing");
    }
    String text = query.text("q");
    TextSearch search = text == null ? null : words(query, text, 1);
    return new FacetQuery(search, ReadReplies.filter(query), names, ReadReplies.limit(query));
  }

  private static TextSearch words(QueryParameters query, String text, int limit) {
    QueryTexts.check("q", text);
    String mode = query.choice("mode", "query", "query", "any", "all");
    return TextSearch.of(text, TextSearch.Mode.valueOf(mode.toUpperCase(Locale.ROOT)), limit)
        .withFuzzy(query.choice("fuzzy", "none", "none", "auto").equals("auto"));
  }
}
