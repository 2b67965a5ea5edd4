package dev.sutra.app.service;

import dev.sutra.app.api.ActivatedItem;
import dev.sutra.app.api.Answer;
import dev.sutra.app.api.NeighborItem;
import dev.sutra.app.api.PathItem;
import dev.sutra.app.api.ReachedItem;
import dev.sutra.app.api.ServiceException;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.Hop;
import dev.sutra.engine.graph.Paths;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.Reached;
import dev.sutra.engine.graph.Traversal;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.kafka.routing.ConceptQueries;
import dev.sutra.kafka.routing.Coverage;
import dev.sutra.kafka.routing.Found;
import dev.sutra.kafka.routing.QueryOptions;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers what is asked about associations, with what is known of the concepts. Thread-safe. */
final class GraphAnswers {
  private final ConceptQueries queries;
  private final Questions questions;

  GraphAnswers(ConceptQueries queries, Questions questions) {
    this.queries = queries;
    this.questions = questions;
  }

  Answer<NeighborItem> neighbors(NeighborQuery query, Detail detail, QueryOptions options) {
    final long start = System.nanoTime();
    Found<NeighborPage> found = queries.neighbors(query, options);
    NeighborPage page = found.value();
    if (page.items().isEmpty()) {
      checkKnown(query.id(), options.since(start));
    }
    Set<String> ids = page.items().stream().map(Neighbor::id).collect(Collectors.toSet());
    Found<Map<String, Concept>> concepts = concepts(ids, detail, options.since(start));
    List<NeighborItem> items = new ArrayList<>();
    for (Neighbor neighbor : page.items()) {
      items.add(new NeighborItem(neighbor, concepts.value().get(neighbor.id())));
    }
    return questions
        .answer(items, found.coverage().and(concepts.coverage()))
        .withNextCursor(page.cursor());
  }

  Answer<ReachedItem> traverse(TraversalQuery query, Detail detail, QueryOptions options) {
    final long start = System.nanoTime();
    Found<Traversal> found = queries.traverse(query, options);
    Traversal traversal = found.value();
    if (traversal.edges() == 0 && traversal.cut() == null) {
      checkKnown(query.id(), options.since(start));
    }
    List<String> ids = traversal.items().stream().map(Reached::id).toList();
    Found<Map<String, Concept>> concepts = concepts(ids, detail, options.since(start));
    List<ReachedItem> items = new ArrayList<>();
    for (Reached reached : traversal.items()) {
      items.add(new ReachedItem(reached, concepts.value().get(reached.id())));
    }
    return answer(
        items,
        found.coverage().and(concepts.coverage()),
        new Answer.Walk(traversal.edges(), traversal.cut()));
  }

  Answer<PathItem> paths(PathsQuery query, QueryOptions options) {
    final long start = System.nanoTime();
    Found<Paths> found = queries.paths(query, options);
    Paths paths = found.value();
    if (paths.items().isEmpty() && paths.cut() == null) {
      checkKnown(query.from(), options.since(start));
      checkKnown(query.to(), options.since(start));
    }
    Set<String> ids =
        paths.items().stream()
            .flatMap(path -> path.hops().stream().map(Hop::id))
            .collect(Collectors.toSet());
    Found<Map<String, Concept>> concepts = concepts(ids, Detail.TEXT, options.since(start));
    List<PathItem> items = new ArrayList<>();
    for (Paths.Path path : paths.items()) {
      List<@Nullable String> texts = new ArrayList<>();
      for (Hop hop : path.hops()) {
        Concept concept = concepts.value().get(hop.id());
        texts.add(concept == null ? null : concept.text());
      }
      items.add(new PathItem(path, texts));
    }
    return answer(
        items,
        found.coverage().and(concepts.coverage()),
        new Answer.Walk(paths.edges(), paths.cut()));
  }

  Answer<ActivatedItem> expand(ExpandQuery query, Detail detail, QueryOptions options) {
    final long start = System.nanoTime();
    Found<Expansion> found = queries.expand(query, options);
    Expansion expansion = found.value();
    List<String> ids = expansion.items().stream().map(Expansion.Activated::id).toList();
    Found<Map<String, Concept>> concepts = concepts(ids, detail, options.since(start));
    List<ActivatedItem> items = new ArrayList<>();
    for (Expansion.Activated activated : expansion.items()) {
      items.add(new ActivatedItem(activated, concepts.value().get(activated.id())));
    }
    return answer(
        items,
        found.coverage().and(concepts.coverage()),
        new Answer.Walk(expansion.edges(), expansion.cut()));
  }

  private <T> Answer<T> answer(List<T> items, Coverage coverage, Answer.Walk walk) {
    return Answer.of(items, questions.source(coverage, walk.cut() == null)).withWalk(walk);
  }

  private Found<Map<String, Concept>> concepts(
      Collection<String> ids, Detail detail, QueryOptions options) {
    return ids.isEmpty()
        ? new Found<>(Map.of(), Coverage.NONE)
        : queries.conceptsOfWhoCan(ids, detail, options);
  }

  /** Throws unless the concept exists or an association names it. */
  private void checkKnown(String id, QueryOptions options) {
    final long start = System.nanoTime();
    if (queries.concept(id, options).value().isPresent()) {
      return;
    }
    NeighborQuery any = new NeighborQuery(id, Direction.BOTH, null, 1, null);
    Found<NeighborPage> named = queries.neighbors(any, options.since(start));
    if (named.value().items().isEmpty()) {
      ConceptLookup.checkCurrent(id, named.coverage());
      throw ServiceException.unknownConcept(id);
    }
  }
}
