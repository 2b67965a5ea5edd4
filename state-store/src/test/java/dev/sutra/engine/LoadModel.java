package dev.sutra.engine;

import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.record.RowSink;
import java.util.Random;

/** Random rows for bulk loads, added to a model at once. */
final class LoadModel {
  private final Random random;
  private final RandomConcepts given;
  private final ReferenceStore model;

  LoadModel(Random random, RandomConcepts given, ReferenceStore model) {
    this.random = random;
    this.given = given;
    this.model = model;
  }

  /** Adds rows. */
  void add(RowSink rows, int count) {
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> {
          Concept concept = given.concept();
          rows.put(RowKeys.concept(concept.id()), ConceptRow.encode(concept, null));
          model.put(concept);
        }
        case 4 -> {
          String id = given.id();
          rows.delete(RowKeys.concept(id));
          model.deleteConcept(id);
        }
        case 5, 6 -> {
          Association edge = given.association();
          byte[] value = AssociationRow.encode(edge, null);
          rows.put(RowKeys.edgeOut(edge.source(), edge.type(), edge.target()), value);
          rows.put(RowKeys.edgeIn(edge.target(), edge.type(), edge.source()), value);
          model.associate(edge);
        }
        default -> {
          String source = given.id();
          String type = given.type();
          String target = given.id();
          rows.delete(RowKeys.edgeOut(source, type, target));
          rows.delete(RowKeys.edgeIn(target, type, source));
          model.dissociate(source, type, target);
        }
      }
    }
  }
}
