package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A transaction and its model in plain maps: what it must see, and whether it must conflict. */
final class TransactionModel {
  private record Edge(String source, String type, String target) {
    boolean touches(Set<String> ids) {
      return ids.contains(source) || ids.contains(target);
    }
  }

  private final Transaction transaction;
  private final ReferenceStore inside;
  private final List<Consumer<ReferenceStore>> writes = new ArrayList<>();
  private final Set<String> concepts = new HashSet<>();
  private final Set<String> emptied = new HashSet<>();
  // Whether the last write of an edge sets it.
  private final Map<Edge, Boolean> edges = new HashMap<>();
  private final Set<String> otherConcepts = new HashSet<>();
  private final Set<String> otherDeleted = new HashSet<>();
  private final Set<Edge> otherEdges = new HashSet<>();

  TransactionModel(Transaction transaction, ReferenceStore begin) {
    this.transaction = transaction;
    this.inside = begin.copy();
  }

  void put(Concept concept) {
    transaction.put(concept);
    concepts.add(concept.id());
    write(model -> model.put(concept));
  }

  void delete(String id) {
    transaction.delete(id);
    concepts.add(id);
    emptied.add(id);
    edgesOf(inside, id).forEach(edge -> edges.put(edge, false));
    write(model -> model.delete(id));
  }

  void associate(Association edge) {
    transaction.associate(edge);
    edges.put(new Edge(edge.source(), edge.type(), edge.target()), true);
    write(model -> model.associate(edge));
  }

  void dissociate(String source, String type, String target) {
    transaction.dissociate(source, type, target);
    edges.put(new Edge(source, type, target), false);
    write(model -> model.dissociate(source, type, target));
  }

  void otherPut(Concept concept) {
    otherConcepts.add(concept.id());
  }

  /** Called before the model changes. */
  void otherDelete(ReferenceStore model, String id) {
    otherConcepts.add(id);
    otherDeleted.add(id);
    otherEdges.addAll(edgesOf(model, id));
  }

  void otherAssociate(Association edge) {
    otherEdges.add(new Edge(edge.source(), edge.type(), edge.target()));
  }

  boolean mustConflict() {
    boolean conflict = concepts.stream().anyMatch(otherConcepts::contains);
    for (Edge edge : otherEdges) {
      conflict |= edges.containsKey(edge) || edge.touches(emptied);
    }
    for (Map.Entry<Edge, Boolean> edge : edges.entrySet()) {
      conflict |= edge.getValue() && edge.getKey().touches(otherDeleted);
    }
    return conflict;
  }

  void check(String id) {
    assertEquals(inside.concepts().get(id), transaction.concept(id));
    assertEquals(
        inside.neighbors(id, Direction.BOTH, null),
        transaction.neighbors(new NeighborQuery(id, Direction.BOTH, null, 1000, null)).items());
  }

  void applyTo(ReferenceStore model) {
    writes.forEach(write -> write.accept(model));
  }

  private void write(Consumer<ReferenceStore> write) {
    write.accept(inside);
    writes.add(write);
  }

  private static List<Edge> edgesOf(ReferenceStore model, String id) {
    List<Edge> found = new ArrayList<>();
    for (Neighbor each : model.neighbors(id, Direction.BOTH, null)) {
      boolean out = each.direction() == Direction.OUT;
      found.add(new Edge(out ? id : each.id(), each.type(), out ? each.id() : id));
    }
    return found;
  }
}
