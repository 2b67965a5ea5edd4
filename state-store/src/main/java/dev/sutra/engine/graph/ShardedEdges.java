package dev.sutra.engine.graph;

import dev.sutra.engine.query.ConceptFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The edges of several stores as those of one. Concepts are asked for in batches, all stores at
 * once; a store that has more edges of a batch than one answer may have is asked again when they
 * are needed. Not thread-safe.
 */
public final class ShardedEdges implements EdgeSource {
  /** The stores, by number. */
  public interface Shards {
    /** The shards that may have edges of a concept. */
    List<Integer> of(String id);

    /**
     * Asks shards.
     *
     * @return by shard; one that is missing has no edges, as far as is known
     */
    Map<Integer, EdgesPage> read(Map<Integer, EdgesQuery> queries);

    /** Those of some concepts that exist and meet a filter; see {@link EdgeSource#passing}. */
    Set<String> passing(List<String> ids, ConceptFilter filter);
  }

  // A request of that many ids is well within what one instance takes from another.
  private static final int BATCH_ID_BYTES_MAX = 256 * 1024;
  // What is read ahead of all shards together, and of one of many.
  private static final int AHEAD_EDGES = 4 * GraphLimits.BATCH_EDGES_MAX;
  private static final int AHEAD_EDGES_MIN = 256;

  private final Shards shards;

  public ShardedEdges(Shards shards) {
    this.shards = shards;
  }

  /** Answers a query as one store with the edges of all shards. */
  public EdgesPage page(EdgesQuery query) {
    EdgesCollector edges = new EdgesCollector(query);
    read(query.ids(), query.selection(), query.after(), query.limit(), edges);
    return edges.page();
  }

  @Override
  public void read(
      List<String> concepts, EdgeSelection selection, int edgesMax, EdgeVisitor visitor) {
    read(concepts, selection, null, edgesMax, visitor);
  }

  @Override
  public Set<String> passing(List<String> ids, ConceptFilter filter) {
    return shards.passing(ids, filter);
  }

  private void read(
      List<String> concepts,
      EdgeSelection selection,
      byte @Nullable [] after,
      int edgesMax,
      EdgeVisitor visitor) {
    int start = 0;
    while (start < concepts.size()) {
      int end = batchEnd(concepts, start);
      Batch batch =
          new Batch(concepts.subList(start, end), selection, start == 0 ? after : null, edgesMax);
      for (int i = start; i < end; i++) {
        if (!visitor.begin(i) || !batch.read(i - start, visitor)) {
          return;
        }
      }
      start = end;
    }
  }

  private static int batchEnd(List<String> concepts, int start) {
    int end = start;
    int bytes = 0;
    while (end < concepts.size() && end - start < GraphLimits.BATCH_CONCEPTS_MAX) {
      bytes += Integer.BYTES + concepts.get(end).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > BATCH_ID_BYTES_MAX) {
        break;
      }
      end++;
    }
    return end;
  }

  /** Some concepts, and what the shards have of them. */
  private final class Batch {
    private final List<String> concepts;
    private final List<List<Integer>> places = new ArrayList<>();
    private final Map<Integer, ShardEdges> parts = new HashMap<>();

    Batch(List<String> concepts, EdgeSelection selection, byte @Nullable [] after, int edgesMax) {
      this.concepts = concepts;
      List<Integer> first = shards.of(concepts.getFirst());
      Map<Integer, List<String>> ids = new TreeMap<>();
      for (String concept : concepts) {
        List<Integer> of = shards.of(concept);
        places.add(of);
        for (int shard : of) {
          ids.computeIfAbsent(shard, number -> new ArrayList<>()).add(concept);
        }
      }
      int ahead = Math.max(AHEAD_EDGES_MIN, AHEAD_EDGES / Math.max(1, ids.size()));
      int limit = Math.min(edgesMax, Math.min(ahead, GraphLimits.BATCH_EDGES_MAX));
      Map<Integer, EdgesQuery> queries = new TreeMap<>();
      ids.forEach(
          (shard, own) ->
              queries.put(
                  shard,
                  new EdgesQuery(own, selection, first.contains(shard) ? after : null, limit)));
      Map<Integer, EdgesPage> pages = queries.isEmpty() ? Map.of() : shards.read(queries);
      queries.forEach(
          (shard, query) -> parts.put(shard, new ShardEdges(shard, query, pages.get(shard))));
    }

    /** Reads the edges of the next concept; false: the visitor wants no more. */
    boolean read(int concept, EdgeVisitor visitor) {
      List<ShardEdges> of = new ArrayList<>();
      for (int shard : places.get(concept)) {
        ShardEdges part = parts.get(shard);
        if (part != null) {
          part.nextConcept();
          of.add(part);
        }
      }
      ShardEdges least = least(of, concepts.get(concept));
      while (least != null) {
        if (!least.visit(visitor)) {
          return false;
        }
        least = least(of, concepts.get(concept));
      }
      return true;
    }

    /** The shard with the next edge; others that have the same edge leave it out. */
    private @Nullable ShardEdges least(List<ShardEdges> of, String concept) {
      if (of.size() == 1) {
        return of.getFirst().head() == null ? null : of.getFirst();
      }
      ShardEdges least = null;
      byte[] leastKey = {};
      for (ShardEdges part : of) {
        byte[] key = part.headKey(concept);
        if (key == null) {
          continue;
        }
        int order = least == null ? -1 : Arrays.compareUnsigned(key, leastKey);
        if (order < 0) {
          least = part;
          leastKey = key;
        } else if (order == 0) {
          part.skip();
        }
      }
      return least;
    }
  }

  /** The edges that one shard has of a batch: a page of them at a time. */
  private final class ShardEdges {
    private final int shard;
    private EdgesQuery query;
    private EdgesPage page;
    // The place of the current concept in the query, and of the next edge in the page.
    private int concept = -1;
    private int next;

    ShardEdges(int shard, EdgesQuery query, @Nullable EdgesPage page) {
      this.shard = shard;
      this.query = query;
      this.page = checked(page);
    }

    void nextConcept() {
      concept++;
    }

    /** The next edge of the current concept; null: it has no more. */
    EdgesPage.@Nullable Edge head() {
      while (true) {
        if (next < page.edges().size() && page.edges().get(next).concept() == concept) {
          return page.edges().get(next);
        }
        if (concept < page.complete()) {
          return null;
        }
        turn();
      }
    }

    byte @Nullable [] headKey(String id) {
      EdgesPage.Edge edge = head();
      return edge == null ? null : page.key(id, edge);
    }

    void skip() {
      next++;
    }

    boolean visit(EdgeVisitor visitor) {
      EdgesPage.Edge edge = page.edges().get(next++);
      return visitor.edge(
          edge.direction(), page.type(edge), edge.other(), edge.weight(), edge.confidence());
    }

    /** Asks for what comes after the page. */
    private void turn() {
      int complete = page.complete();
      query = query.rest(page);
      page = checked(shards.read(Map.of(shard, query)).get(shard));
      concept -= complete;
      next = 0;
    }

    /** A page that would not lead to an end, as of a shard of another kind, is an error. */
    private EdgesPage checked(@Nullable EdgesPage given) {
      int asked = query.ids().size();
      if (given == null) {
        return EdgesPage.none(asked);
      }
      boolean moves = given.complete() > 0 || !given.edges().isEmpty();
      if (given.complete() < 0 || given.complete() > asked || !moves) {
        throw new IllegalStateException("shard " + shard + " gave a page that does not fit");
      }
      int last = 0;
      for (EdgesPage.Edge edge : given.edges()) {
        if (edge.concept() < last
            || edge.concept() >= Math.min(asked, given.complete() + 1)
            || edge.type() < 0
            || edge.type() >= given.types().size()) {
          throw new IllegalStateException("shard " + shard + " gave an edge that does not fit");
        }
        last = edge.concept();
      }
      return given;
    }
  }
}
