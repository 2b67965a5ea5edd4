package dev.sutra.app.rest.json;

import dev.sutra.app.rest.json.AnswerJson.Item;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridHit.Place;
import dev.sutra.engine.query.HybridQuery.Ranking;
import java.util.Locale;

/** Writes what a hybrid query found; the shapes are those of {@code openapi.yaml}. */
public final class HybridJson {
  private HybridJson() {}

  /** Writes hits of a hybrid query, with their places and these fields of their concepts. */
  public static Item<HybridHit> hits(ConceptFields fields) {
    return (json, hit) -> {
      json.writeStringField("id", hit.id());
      fields.writeText(json, hit.text());
      json.writeNumberField("score", hit.score());
      json.writeObjectFieldStart("rankings");
      for (Ranking ranking : Ranking.values()) {
        Place place = hit.places().get(ranking);
        if (place != null) {
          json.writeObjectFieldStart(ranking.name().toLowerCase(Locale.ROOT));
          json.writeNumberField("rank", place.rank());
          json.writeNumberField("score", place.score());
          json.writeEndObject();
        }
      }
      json.writeEndObject();
      fields.writeOthers(json, hit.concept());
    };
  }
}
