package dev.sutra.app.rest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sutra.app.api.ActivatedItem;
import dev.sutra.app.api.PathItem;
import dev.sutra.app.api.ReachedItem;
import dev.sutra.app.rest.json.AnswerJson.Item;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.Hop;
import dev.sutra.engine.graph.Reached;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what walks over associations found; the shapes are those of {@code openapi.yaml}. */
public final class GraphJson {
  private GraphJson() {}

  /** Writes concepts that a traversal came to, with these fields, and the way to each. */
  public static Item<ReachedItem> reached(ConceptFields fields) {
    return (json, item) -> {
      Reached reached = item.reached();
      head(json, reached.id(), item.concept(), fields, reached.strength());
      json.writeNumberField("distance", reached.distance());
      json.writeArrayFieldStart("path");
      for (Hop hop : reached.path()) {
        json.writeStartObject();
        json.writeStringField("id", hop.id());
        step(json, hop);
        json.writeEndObject();
      }
      json.writeEndArray();
      fields.writeOthers(json, item.concept());
    };
  }

  /** Writes concepts that were activated, with these fields. */
  public static Item<ActivatedItem> activated(ConceptFields fields) {
    return (json, item) -> {
      Expansion.Activated activated = item.activated();
      head(json, activated.id(), item.concept(), fields, activated.activation());
      json.writeNumberField("distance", activated.distance());
      fields.writeOthers(json, item.concept());
    };
  }

  private static void head(
      JsonGenerator json, String id, @Nullable Concept concept, ConceptFields fields, double score)
      throws IOException {
    json.writeStringField("id", id);
    fields.writeText(json, concept == null ? null : concept.text());
    json.writeNumberField("score", score);
  }

  /** Writes a path with the texts of what it visits. */
  public static void path(JsonGenerator json, PathItem item) throws IOException {
    List<Hop> hops = item.path().hops();
    json.writeNumberField("length", hops.size());
    json.writeNumberField("score", item.path().strength());
    json.writeArrayFieldStart("path");
    for (int i = 0; i < hops.size(); i++) {
      json.writeStartObject();
      json.writeStringField("id", hops.get(i).id());
      json.writeStringField("text", item.texts().get(i));
      step(json, hops.get(i));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void step(JsonGenerator json, Hop hop) throws IOException {
    json.writeStringField("type", hop.type());
    json.writeStringField("direction", hop.direction() == Direction.IN ? "in" : "out");
    json.writeNumberField("weight", hop.weight());
    json.writeNumberField("confidence", hop.confidence());
  }
}
