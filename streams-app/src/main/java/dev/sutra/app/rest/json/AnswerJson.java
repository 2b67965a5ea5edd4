package dev.sutra.app.rest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sutra.app.api.Answer;
import dev.sutra.app.api.NeighborItem;
import dev.sutra.app.api.PartitionStats;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.MaintenanceStats;
import dev.sutra.engine.SimilarityStats;
import dev.sutra.engine.query.ExpandedWord;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.TextMatch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes answers as JSON; the shapes are those of {@code openapi.yaml}. */
public final class AnswerJson {
  private AnswerJson() {}

  /** Writes the fields of an item. */
  public interface Item<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }

  /** Writes one object, with the items in a list. */
  public static <T> Payload list(Answer<T> answer, long nanos, Item<T> fields) {
    return Json.object(
        json -> {
          json.writeArrayFieldStart("items");
          for (T item : answer.items()) {
            json.writeStartObject();
            fields.write(json, item);
            json.writeEndObject();
          }
          json.writeEndArray();
          rest(json, answer, nanos);
        });
  }

  /** Writes one line for each item, and a last line with the object {@code end} of all the rest. */
  public static <T> Payload lines(Answer<T> answer, long nanos, Item<T> fields) {
    return Json.lines(
        json -> {
          for (T item : answer.items()) {
            json.writeStartObject();
            fields.write(json, item);
            json.writeEndObject();
          }
          json.writeStartObject();
          json.writeObjectFieldStart("end");
          rest(json, answer, nanos);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** Writes what an answer has besides its items. */
  private static void rest(JsonGenerator json, Answer<?> answer, long nanos) throws IOException {
    envelope(json, answer.source(), nanos);
    nullable(json, "next_cursor", answer.nextCursor());
    SimilarHits.Scan scan = answer.scan();
    if (scan != null) {
      scanned(json, scan);
    }
    strings(json, "ignored", answer.ignored());
    strings(json, "missing", answer.missing());
    List<ExpandedWord> expanded = answer.expanded();
    if (expanded != null) {
      SearchJson.expanded(json, expanded);
    }
    if (answer.moved() != null) {
      json.writeBooleanField("moved", answer.moved());
    }
    Answer.Walk walk = answer.walk();
    if (walk != null) {
      walk(json, walk);
    }
  }

  private static void strings(JsonGenerator json, String name, @Nullable List<String> values)
      throws IOException {
    if (values == null) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static void scanned(JsonGenerator json, SimilarHits.Scan scan) throws IOException {
    json.writeObjectFieldStart("scanned");
    json.writeNumberField("cells", scan.cells());
    json.writeNumberField("estimated", scan.estimated());
    json.writeNumberField("compared", scan.compared());
    json.writeEndObject();
  }

  private static void walk(JsonGenerator json, Answer.Walk walk) throws IOException {
    json.writeNumberField("edges", walk.edges());
    nullable(json, "cut", walk.cut() == null ? null : walk.cut().name().toLowerCase(Locale.ROOT));
  }

  /** Writes hits with these fields of their concepts. */
  public static Item<Hit> hits(ConceptFields fields) {
    return (json, hit) -> {
      head(json, hit.id(), hit.text(), fields, hit.score());
      fields.writeOthers(json, hit.concept());
      TextMatch match = hit.match();
      if (match != null) {
        SearchJson.match(json, match);
      }
    };
  }

  /** Writes neighbors with these fields of the concepts at the other ends. */
  public static Item<NeighborItem> neighbors(ConceptFields fields) {
    return (json, item) -> {
      Neighbor neighbor = item.neighbor();
      head(json, neighbor.id(), item.text(), fields, neighbor.weight());
      json.writeStringField("type", neighbor.type());
      json.writeStringField("direction", neighbor.direction() == Direction.IN ? "in" : "out");
      json.writeNumberField("weight", neighbor.weight());
      json.writeNumberField("confidence", neighbor.confidence());
      json.writeNumberField("updated_at", neighbor.updatedAt());
      fields.writeOthers(json, item.concept());
    };
  }

  /** Writes entries of the timeline with these fields of their concepts. */
  public static Item<TimelineEntry> entries(ConceptFields fields) {
    return (json, entry) -> {
      // The result is not ranked; the score is constant so that all items have one.
      head(json, entry.id(), entry.text(), fields, 1);
      json.writeNumberField("updated_at", entry.updatedAt());
      fields.writeOthers(json, entry.concept());
    };
  }

  /** Writes concepts with these fields. */
  public static Item<Concept> concepts(ConceptFields fields) {
    return (json, concept) -> {
      head(json, concept.id(), concept.text(), fields, 1);
      fields.writeOthers(json, concept);
    };
  }

  /** Writes a concept alone. */
  public static Payload concept(Concept concept, ConceptFields fields) {
    return Json.object(json -> concepts(fields).write(json, concept));
  }

  /** Writes a concept, and how far to trust it. */
  public static Payload concept(
      Concept concept, ConceptFields fields, Answer<Concept> answer, long nanos) {
    return Json.object(
        json -> {
          concepts(fields).write(json, concept);
          envelope(json, answer.source(), nanos);
        });
  }

  public static Payload similarity(
      String a, String b, float score, Answer<Float> answer, long nanos) {
    return Json.object(
        json -> {
          json.writeStringField("a", a);
          json.writeStringField("b", b);
          json.writeNumberField("score", score);
          envelope(json, answer.source(), nanos);
        });
  }

  public static Payload facets(Facets facets, Answer<Facets> answer, long nanos) {
    return Json.object(
        json -> {
          json.writeNumberField("total", facets.total());
          SearchJson.facets(json, facets);
          envelope(json, answer.source(), nanos);
        });
  }

  public static Payload stats(Answer<PartitionStats> answer, long nanos) {
    return Json.object(
        json -> {
          counts(json, sum(answer.items()));
          json.writeArrayFieldStart("partitions");
          for (PartitionStats partition : answer.items()) {
            json.writeStartObject();
            json.writeNumberField("partition", partition.partition());
            counts(json, partition.stats());
            lag(json, partition.lag());
            nullable(json, "position", partition.position());
            json.writeEndObject();
          }
          json.writeEndArray();
          failed(json, answer.source().partitions().failed());
          trust(json, answer.source(), nanos);
        });
  }

  private static void counts(JsonGenerator json, EngineStats stats) throws IOException {
    json.writeNumberField("concepts", stats.concepts());
    json.writeNumberField("associations", stats.associations());
    json.writeNumberField("vectors", stats.vectors());
    json.writeNumberField("texts", stats.texts());
    json.writeNumberField("pending_texts", stats.pendingTexts());
    json.writeNumberField("segments", stats.segments());
    json.writeNumberField("disk_bytes", stats.diskBytes());
    json.writeNumberField("memory_bytes", stats.memoryBytes());
    SimilarityStats similarity = stats.similarity();
    json.writeObjectFieldStart("similarity");
    json.writeNumberField("vectors", similarity.vectors());
    json.writeNumberField("coded", similarity.coded());
    json.writeNumberField("damaged_segments", similarity.damaged());
    json.writeNumberField("resident_bytes", similarity.residentBytes());
    json.writeNumberField("disk_bytes", similarity.diskBytes());
    json.writeNumberField("probes", similarity.probes());
    if (Double.isNaN(similarity.recall())) {
      json.writeNullField("recall");
    } else {
      json.writeNumberField("recall", similarity.recall());
    }
    json.writeEndObject();
  }

  private static EngineStats sum(List<PartitionStats> partitions) {
    EngineStats sum =
        new EngineStats(0, 0, 0, 0, 0, 0, 0, 0, 0, MaintenanceStats.ZERO, SimilarityStats.ZERO);
    for (PartitionStats partition : partitions) {
      sum = sum.plus(partition.stats());
    }
    return sum;
  }

  private static void head(
      JsonGenerator json, String id, @Nullable String text, ConceptFields fields, float score)
      throws IOException {
    json.writeStringField("id", id);
    fields.writeText(json, text);
    json.writeNumberField("score", score);
  }

  private static void envelope(JsonGenerator json, Answer.Source source, long nanos)
      throws IOException {
    json.writeObjectFieldStart("partitions");
    json.writeNumberField("total", source.partitions().total());
    json.writeNumberField("answered", source.partitions().answered());
    failed(json, source.partitions().failed());
    json.writeEndObject();
    trust(json, source, nanos);
  }

  private static void trust(JsonGenerator json, Answer.Source source, long nanos)
      throws IOException {
    json.writeNumberField("took_ms", TimeUnit.NANOSECONDS.toMicros(nanos) / 1_000.0);
    json.writeBooleanField("exact", source.exact());
    json.writeBooleanField("partial", source.partial());
    lag(json, source.lag());
    nullable(json, "position", source.position());
  }

  private static void failed(JsonGenerator json, List<Integer> partitions) throws IOException {
    json.writeArrayFieldStart("failed");
    for (int partition : partitions) {
      json.writeNumber(partition);
    }
    json.writeEndArray();
  }

  private static void lag(JsonGenerator json, @Nullable Long records) throws IOException {
    if (records == null) {
      json.writeNullField("lag");
    } else {
      json.writeNumberField("lag", records);
    }
  }

  private static void nullable(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    json.writeStringField(name, value);
  }
}
