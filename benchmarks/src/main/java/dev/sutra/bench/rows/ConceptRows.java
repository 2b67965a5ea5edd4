package dev.sutra.bench.rows;

import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A graph in rows: concepts, each with as many outgoing edges to others, both halves kept. */
final class ConceptRows {
  private static final String TYPE = "SEMANTIC";
  private static final long SEED = 3;

  private final int concepts;
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> values = new ArrayList<>();

  ConceptRows(int concepts, int edgesEach) {
    this.concepts = concepts;
    Random random = new Random(SEED);
    for (int i = 0; i < concepts; i++) {
      addConcept(i);
      // A random start and a fixed stride: no target twice.
      int start = random.nextInt(concepts);
      for (int e = 0; e < edgesEach; e++) {
        addEdge(id(i), id((int) ((start + e * 7919L) % concepts)), random.nextFloat());
      }
    }
  }

  static String id(int number) {
    return "concept-" + number;
  }

  int concepts() {
    return concepts;
  }

  byte[][] keys() {
    return keys.toArray(byte[][]::new);
  }

  byte[] value(int number) {
    return values.get(number);
  }

  private void addConcept(int number) {
    String text = "the concept of number " + number;
    Concept concept =
        Concept.builder(id(number)).text(text).createdAt(number).updatedAt(number).build();
    keys.add(RowKeys.concept(concept.id()));
    values.add(ConceptRow.encode(concept, null));
  }

  private void addEdge(String source, String target, float weight) {
    byte[] value = AssociationRow.encode(Association.of(source, TYPE, target, weight, 1), null);
    keys.add(RowKeys.edgeOut(source, TYPE, target));
    values.add(value);
    keys.add(RowKeys.edgeIn(target, TYPE, source));
    values.add(value);
  }
}
