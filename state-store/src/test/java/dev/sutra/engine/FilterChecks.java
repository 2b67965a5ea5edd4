package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.filter.RandomFilters;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Compares every query with random filters with a model. */
final class FilterChecks {
  private final Random random;
  private final RandomConcepts given;
  private final ReferenceStore model;

  FilterChecks(Random random, RandomConcepts given, ReferenceStore model) {
    this.random = random;
    this.given = given;
    this.model = model;
  }

  /** Asks each query once. */
  void run(ConceptReader reader) {
    ConceptFilter filter = RandomFilters.filter(random);
    for (int again = 0; again < 2; again++) {
      // Asked again, a segment remembers which of its concepts passed.
      checkConcepts(reader, filter);
      checkSimilar(reader, filter);
      checkSearch(reader, filter);
      checkTimeline(reader, filter);
      checkNeighbors(reader, filter);
      FacetChecks.check(model, reader, given, filter);
    }
  }

  private void checkConcepts(ConceptReader reader, ConceptFilter filter) {
    Map<String, ?> found = reader.concepts(RandomConcepts.ids(), filter);
    List<String> expected =
        RandomConcepts.ids().stream()
            .filter(id -> model.concepts().containsKey(id) && model.passes(filter, id))
            .toList();
    assertEquals(expected, List.copyOf(found.keySet()), filter::text);
  }

  private void checkSimilar(ConceptReader reader, ConceptFilter filter) {
    float[] vector = given.vector();
    int limit = 1 + random.nextInt(8);
    SimilarQuery query =
        new SimilarQuery(vector, limit, Float.NEGATIVE_INFINITY, true, null).withFilter(filter);
    List<Hit> all = passing(model.similar(vector, Integer.MAX_VALUE), filter);
    List<Hit> best = all.subList(0, Math.min(limit, all.size()));
    assertEquals(best, reader.similar(query).items(), filter::text);
    SimilarHits approximate =
        reader.similar(
            new SimilarQuery(vector, limit, Float.NEGATIVE_INFINITY, false, null)
                .withFilter(filter));
    assertEquals(best.size(), approximate.items().size(), filter::text);
    assertTrue(all.containsAll(approximate.items()), filter::text);
  }

  private void checkSearch(ConceptReader reader, ConceptFilter filter) {
    String words = given.word() + " " + given.word() + " " + given.word();
    int limit = 1 + random.nextInt(8);
    List<Hit> all = passing(model.search(words, Integer.MAX_VALUE), filter);
    List<Hit> found = reader.search(new TextSearch(words, limit, null).withFilter(filter));
    assertEquals(Math.min(limit, all.size()), found.size(), () -> words + ": " + filter.text());
    for (int i = 0; i < found.size(); i++) {
      Hit hit = found.get(i);
      assertEquals(all.get(i).score(), hit.score(), 1e-5, filter::text);
      assertTrue(all.stream().anyMatch(each -> each.id().equals(hit.id())), filter::text);
    }
  }

  private void checkTimeline(ConceptReader reader, ConceptFilter filter) {
    boolean newestFirst = random.nextBoolean();
    List<TimelineEntry> found = new ArrayList<>();
    String cursor = null;
    do {
      TimelinePage page =
          reader.timeline(
              new TimelineQuery(0, 80, newestFirst, 1 + random.nextInt(5), cursor)
                  .withFilter(filter));
      found.addAll(page.items());
      cursor = page.cursor();
    } while (cursor != null);
    List<TimelineEntry> expected =
        model.timeline(0, 80, newestFirst).stream()
            .filter(entry -> model.passes(filter, entry.id()))
            .toList();
    assertEquals(expected, found, filter::text);
  }

  private void checkNeighbors(ConceptReader reader, ConceptFilter filter) {
    String id = given.id();
    List<Neighbor> found = new ArrayList<>();
    String cursor = null;
    do {
      NeighborPage page =
          reader.neighbors(
              new NeighborQuery(id, Direction.BOTH, null, 1 + random.nextInt(5), cursor)
                  .withFilter(filter));
      found.addAll(page.items());
      cursor = page.cursor();
    } while (cursor != null);
    List<Neighbor> expected =
        model.neighbors(id, Direction.BOTH, null).stream()
            .filter(neighbor -> model.passes(filter, neighbor.id()))
            .toList();
    assertEquals(expected, found, filter::text);
  }

  private List<Hit> passing(List<Hit> hits, ConceptFilter filter) {
    return hits.stream().filter(hit -> model.passes(filter, hit.id())).toList();
  }
}
