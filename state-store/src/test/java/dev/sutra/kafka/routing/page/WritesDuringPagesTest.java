package dev.sutra.kafka.routing.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.routing.QueryOptions;
import java.io.IOException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page is asked for in steps; a write between two of them is said, as one between pages is. */
// Fields are set by open().
@SuppressWarnings("NullAway.Init")
class WritesDuringPagesTest {
  private static final int NEVER = -1;

  private RandomPartitions stores;
  private ConceptPages pages;
  private float[] vector;

  /** Asks for a page. */
  private interface Paged {
    RankedPage<?> page(@Nullable String cursor);
  }

  @BeforeEach
  void open() throws IOException {
    stores = new RandomPartitions(new Random(5), 0, 2);
    stores.write(200);
    pages = new ConceptPages(stores.queries());
    vector = stores.given().vector();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  /**
   * Checks each place of a write.
   *
   * @param first steps of the first page
   * @param later steps of a later one
   */
  private void check(Paged question, int first, int later) {
    for (int write = NEVER; write < first; write++) {
      stores.writeBefore(write);
      RankedPage<?> page = question.page(null);
      assertEquals(first, stores.asked());
      // Before the first step, the page has seen the write.
      boolean isMixed = write > 0;
      assertEquals(isMixed, question.page(page.nextCursor()).moved(), "first page, " + write);
    }
    for (int write = NEVER; write < later; write++) {
      stores.writeBefore(NEVER);
      RankedPage<?> page = question.page(null);
      stores.writeBefore(write);
      RankedPage<?> second = question.page(page.nextCursor());
      assertEquals(later, stores.asked());
      assertEquals(write != NEVER, second.moved(), "second page, " + write);
      stores.writeBefore(NEVER);
      assertEquals(write != NEVER, question.page(second.nextCursor()).moved());
    }
  }

  @Test
  void aSearchReadsStatisticsFirstAndItemsLast() {
    TextSearch search = new TextSearch("dog cat sea tree leaf", 2, null);
    check(cursor -> pages.search(search, cursor, QueryOptions.DEFAULT).value(), 2, 3);
    check(
        cursor -> pages.search(search.withDetail(Detail.ID), cursor, QueryOptions.DEFAULT).value(),
        2,
        2);
  }

  @Test
  void similarConceptsAreReadLast() {
    SimilarQuery query = new SimilarQuery(vector, 2, Float.NEGATIVE_INFINITY, true, null);
    check(cursor -> pages.similar(query, cursor, QueryOptions.DEFAULT).value(), 1, 2);
  }

  @Test
  void rankingsOfAHybridQueryAreReadInTurn() {
    HybridQuery query =
        HybridQuery.builder().text("dog cat sea tree").vector(vector).depth(20).limit(2).build();
    check(cursor -> pages.hybrid(query, cursor, QueryOptions.DEFAULT).value(), 3, 4);
  }
}
