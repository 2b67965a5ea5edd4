package dev.sutra.schemas;

import dev.sutra.schemas.avro.AssociationDeleted;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Avro's data model with a fixed set of event classes: no class is loaded by a name in a schema.
 * Avro 1.12.2 refuses to load them by name unless the whole JVM trusts their package.
 */
final class EventModel extends SpecificData {
  static final EventModel INSTANCE = new EventModel();

  private static final Map<String, Class<?>> CLASSES =
      Map.of(
          ConceptEvent.getClassSchema().getFullName(), ConceptEvent.class,
          ConceptUpserted.getClassSchema().getFullName(), ConceptUpserted.class,
          ConceptDeleted.getClassSchema().getFullName(), ConceptDeleted.class,
          AssociationUpserted.getClassSchema().getFullName(), AssociationUpserted.class,
          AssociationDeleted.getClassSchema().getFullName(), AssociationDeleted.class);

  private EventModel() {
    addLogicalTypeConversion(new TimestampMillisConversion());
  }

  @Override
  public @Nullable Class<?> getClass(Schema schema) {
    return schema.getType() == Schema.Type.RECORD
        ? CLASSES.get(schema.getFullName())
        : super.getClass(schema);
  }
}
