package dev.sutra.schemas;

import dev.sutra.schemas.avro.ConceptEvent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** The events of the files in {@code wire/}, by the name of the file. */
final class GoldenEvents {
  /** The schema id in the files. */
  static final int SCHEMA_ID = 0x01020304;

  static final String TOPIC = "concept-events";

  private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_123L);

  static final Map<String, ConceptEvent> BY_NAME =
      Map.of(
          "upsert",
          ConceptEvents.upsert("n02084071")
              .text("dog, Hund, 犬 🐕")
              .vector(0.25f, -1.5f, 3.4028235e38f)
              .attribute("year", 1758L)
              .strength(0.5f)
              .confidence(1f)
              .timestamp(TIME)
              .build(),
          "delete",
          ConceptEvents.delete("n02084071", null),
          "associate",
          ConceptEvents.associate("n02084071", "HIERARCHICAL", "n02083346", 0.75f, null, TIME),
          "dissociate",
          ConceptEvents.dissociate("n02084071", "HIERARCHICAL", "n02083346", TIME));

  private GoldenEvents() {}

  static byte[] bytes(String name) throws IOException {
    String resource = "/wire/" + name + ".bin";
    try (InputStream in = GoldenEvents.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    }
  }
}
