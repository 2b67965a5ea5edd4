package dev.sutra.app.demo;

import dev.sutra.app.api.Answer;
import dev.sutra.app.api.ConceptService;
import dev.sutra.app.api.NeighborItem;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.app.wordnet.WordNet;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Direction;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The three sample queries of the demo. */
final class DemoQueries {
  private static final int LIMIT = 5;
  private static final int TEXT_CHARACTERS_MAX = 70;

  private final ConceptService service;
  private final String url;

  DemoQueries(ConceptService service, String url) {
    this.service = service;
    this.url = url;
  }

  /** Runs all three and prints the results. */
  void show(PrintWriter out) {
    out.println();
    out.println("What matches the words \"domestic dog\"?");
    out.println("  curl '" + url + "/v1/search?q=domestic+dog&limit=" + LIMIT + "'");
    Answer<Hit> found =
        service.search(new TextSearch("domestic dog", LIMIT, null), ReadOptions.DEFAULT);
    hits(out, found.items());

    out.println("What is similar to the text \"a young dog\"?");
    out.println(
        "  curl '"
            + url
            + "/v1/similar' -H 'content-type: application/json'"
            + " -d '{\"text\":\"a young dog\",\"limit\":"
            + LIMIT
            + "}'");
    Answer<Hit> similar =
        service.similar(SimilarRequest.ofText("a young dog", LIMIT), ReadOptions.DEFAULT);
    hits(out, similar.items());

    out.println("Which concepts are neighbors of dog?");
    out.println(
        "  curl '" + url + "/v1/concepts/" + WordNet.DOG + "/neighbors?limit=" + LIMIT + "'");
    Answer<NeighborItem> neighbors =
        service.neighbors(
            new NeighborQuery(WordNet.DOG, Direction.OUT, null, LIMIT, null),
            Detail.TEXT,
            ReadOptions.DEFAULT);
    for (NeighborItem item : neighbors.items()) {
      out.printf(
          Locale.ROOT,
          "  %-10s  %-16s  %s%n",
          item.neighbor().id(),
          item.neighbor().type(),
          cut(item.text()));
    }
    out.println();
    out.flush();
  }

  private static void hits(PrintWriter out, List<Hit> hits) {
    for (Hit hit : hits) {
      out.printf(Locale.ROOT, "  %-10s  %6.3f  %s%n", hit.id(), hit.score(), cut(hit.text()));
    }
  }

  private static String cut(@Nullable String text) {
    if (text == null || text.length() <= TEXT_CHARACTERS_MAX) {
      return text == null ? "" : text;
    }
    return text.substring(0, TEXT_CHARACTERS_MAX - 1) + "…";
  }
}
