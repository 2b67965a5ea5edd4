package dev.sutra.app.rest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sutra.app.api.Answer;
import dev.sutra.app.api.NeighborItem;
import dev.sutra.app.api.PartitionStats;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.MaintenanceStats;
import dev.sutra.engine.SimilarityStats;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes answers as JSON; the shapes are those of {@code openapi.yaml}. */
public final class AnswerJson {
  private AnswerJson() {}

  /** Writes the fields of an item. */
  public interface Item<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }

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
          envelope(json, answer.source(), nanos);
          nullable(json, "next_cursor", answer.nextCursor());
          SimilarHits.Scan scan = answer.scan();
          if (scan != null) {
            scanned(json, scan);
          }
          List<String> ignored = answer.ignored();
          if (ignored != null) {
            json.writeArrayFieldStart("ignored");
            for (String word : ignored) {
              json.writeString(word);
            }
            json.writeEndArray();
          }
        });
  }

  private static void scanned(JsonGenerator json, SimilarHits.Scan scan) throws IOException {
    json.writeObjectFieldStart("scanned");
    json.writeNumberField("cells", scan.cells());
    json.writeNumberField("estimated", scan.estimated());
    json.writeNumberField("compared", scan.compared());
    json.writeEndObject();
  }

  public static void hit(JsonGenerator json, Hit hit) throws IOException {
    head(json, hit.id(), hit.text(), hit.score());
  }

  public static void neighbor(JsonGenerator json, NeighborItem item) throws IOException {
    Neighbor neighbor = item.neighbor();
    head(json, neighbor.id(), item.text(), neighbor.weight());
    json.writeStringField("type", neighbor.type());
    json.writeStringField("direction", neighbor.direction() == Direction.IN ? "in" : "out");
    json.writeNumberField("weight", neighbor.weight());
    json.writeNumberField("confidence", neighbor.confidence());
    json.writeNumberField("updated_at", neighbor.updatedAt());
  }

  public static void timelineEntry(JsonGenerator json, TimelineEntry entry) throws IOException {
    // The result is not ranked; the score is constant so that all items have one.
    head(json, entry.id(), entry.text(), 1);
    json.writeNumberField("updated_at", entry.updatedAt());
  }

  public static Payload concept(Concept concept, Answer<Concept> answer, long nanos) {
    return Json.object(
        json -> {
          head(json, concept.id(), concept.text(), 1);
          vector(json, concept.vector());
          attributes(json, concept.attributes());
          json.writeNumberField("strength", concept.strength());
          json.writeNumberField("confidence", concept.confidence());
          json.writeNumberField("created_at", concept.createdAt());
          json.writeNumberField("updated_at", concept.updatedAt());
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

  private static void head(JsonGenerator json, String id, @Nullable String text, float score)
      throws IOException {
    json.writeStringField("id", id);
    nullable(json, "text", text);
    json.writeNumberField("score", score);
  }

  private static void vector(JsonGenerator json, float @Nullable [] vector) throws IOException {
    if (vector == null) {
      json.writeNullField("vector");
      return;
    }
    json.writeArrayFieldStart("vector");
    for (float component : vector) {
      json.writeNumber(component);
    }
    json.writeEndArray();
  }

  private static void attributes(JsonGenerator json, Map<String, Object> attributes)
      throws IOException {
    json.writeObjectFieldStart("attributes");
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      json.writeFieldName(attribute.getKey());
      switch (attribute.getValue()) {
        case Boolean flag -> json.writeBoolean(flag);
        case Long number -> json.writeNumber(number);
        case Double number -> json.writeNumber(number);
        case Object text -> json.writeString(text.toString());
      }
    }
    json.writeEndObject();
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
