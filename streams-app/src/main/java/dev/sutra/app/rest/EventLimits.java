package dev.sutra.app.rest;

import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Limits;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.AssociationDeleted;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks an event against the limits of the data model before it is sent: what the topology would
 * set aside as a dead letter is told to its sender instead.
 */
public final class EventLimits {
  private EventLimits() {}

  /**
   * Checks everything but a vector's length against the dimension of the store.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static void check(ConceptEvent event) {
    switch (event.getPayload()) {
      case ConceptUpserted upsert -> check(upsert);
      case ConceptDeleted delete -> Limits.checkId("id", delete.getId());
      case AssociationUpserted associate ->
          check(
              associate.getSource(),
              associate.getType(),
              associate.getTarget(),
              orOne(associate.getWeight()),
              orOne(associate.getConfidence()));
      case AssociationDeleted dissociate ->
          check(dissociate.getSource(), dissociate.getType(), dissociate.getTarget(), 1, 1);
      case null, default -> throw new IllegalArgumentException("the event is of no known kind");
    }
  }

  // The data model holds the limits; what is built to have them checked is not needed here.
  @SuppressWarnings("CheckReturnValue")
  private static void check(ConceptUpserted upsert) {
    Concept.Builder concept =
        Concept.builder(upsert.getId())
            .text(upsert.getText())
            .strength(orOne(upsert.getStrength()))
            .confidence(orOne(upsert.getConfidence()));
    float[] vector = ConceptEvents.vector(upsert);
    if (vector != null) {
      concept.vector(vector);
    }
    Map<String, Object> attributes = upsert.getAttributes();
    if (attributes != null) {
      concept.attributes(attributes);
    }
    concept.build();
  }

  // As above.
  @SuppressWarnings("UnusedVariable")
  private static void check(
      String source, String type, String target, float weight, float confidence) {
    Association checked = new Association(source, type, target, weight, confidence, 0, 0);
  }

  private static float orOne(@Nullable Float value) {
    return value == null ? 1 : value;
  }
}
