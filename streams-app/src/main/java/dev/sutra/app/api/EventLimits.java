package dev.sutra.app.api;

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
 * Checks an event against the limits of the data model before it is sent: the sender gets an error
 * for what the topology would make a dead letter.
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
          new Association(
                  associate.getSource(),
                  associate.getType(),
                  associate.getTarget(),
                  orOne(associate.getWeight()),
                  orOne(associate.getConfidence()),
                  0,
                  0)
              .checkWritable();
      case AssociationDeleted dissociate -> {
        Limits.checkId("source", dissociate.getSource());
        Limits.checkType(dissociate.getType());
        Limits.checkId("target", dissociate.getTarget());
      }
      case null, default -> throw new IllegalArgumentException("the event is of no known kind");
    }
  }

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
    concept.build().checkWritable();
  }

  private static float orOne(@Nullable Float value) {
    return value == null ? 1 : value;
  }
}
