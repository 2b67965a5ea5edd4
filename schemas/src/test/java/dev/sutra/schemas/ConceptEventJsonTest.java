package dev.sutra.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConceptEventJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\":\"upsert\",\"id\":\"a\"}",
        "{\"op\":\"upsert\",\"id\":\"a\",\"partial\":true,\"text\":\"x\\n"
            + "y \u72ac\",\"vector\":[0.1,-2.0],"
            + "\"attributes\":{\"b\":true,\"d\":0.5,\"l\":-3,\"s\":\"t\",\"w\":1.0},"
            + "\"strength\":0.25,\"confidence\":1.0,\"timestamp\":1700000000000}",
        "{\"op\":\"delete\",\"id\":\"a\",\"timestamp\":5}",
        "{\"op\":\"associate\",\"source\":\"a\",\"type\":\"SEMANTIC\",\"target\":\"b\","
            + "\"weight\":0.5,\"confidence\":0.75,\"timestamp\":-1}",
        "{\"op\":\"dissociate\",\"source\":\"a\",\"type\":\"t\",\"target\":\"b\"}"
      })
  void linesComeBackAsTheyWent(String line) {
    assertEquals(line, ConceptEventJson.write(ConceptEventJson.parse(line)));
  }

  @Test
  void everyFieldReachesTheEvent() {
    ConceptEvent expected =
        ConceptEvents.upsert("a")
            .partial()
            .text("t")
            .vector(1, 2)
            .attributes(Map.of("s", "x", "l", 7, "d", 1e300, "b", false))
            .strength(0)
            .confidence(1)
            .timestamp(Instant.ofEpochMilli(9))
            .build();
    assertEquals(
        expected,
        ConceptEventJson.parse(
            "{\"timestamp\":9,\"confidence\":1,\"strength\":0,\"vector\":[1,2],\"partial\":true,"
                + "\"attributes\":{\"s\":\"x\",\"l\":7,\"d\":1e300,\"b\":false},"
                + "\"text\":\"t\",\"id\":\"a\",\"op\":\"upsert\"}"));
  }

  @Test
  void nullStandsForWhatIsNotSet() {
    ConceptUpserted upsert =
        (ConceptUpserted)
            ConceptEventJson.parse(
                    "{\"op\":\"upsert\",\"id\":\"a\",\"text\":null,\"vector\":null,"
                        + "\"strength\":null,"
                        + "\"attributes\":null,\"partial\":null,\"timestamp\":null}")
                .getPayload();
    assertEquals(new ConceptUpserted("a", false, null, null, null, null, null), upsert);
  }

  @Test
  void randomFloatsComeBackExactly() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    float[] vector = new float[4096];
    for (int i = 0; i < vector.length; i++) {
      do {
        vector[i] = Float.intBitsToFloat(random.nextInt());
      } while (!Float.isFinite(vector[i]));
    }
    ConceptEvent event = ConceptEvents.upsert("a").vector(vector).build();
    ConceptEvent back = ConceptEventJson.parse(ConceptEventJson.write(event));
    assertEquals(event, back, "seed " + seed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                                                  | JSON object
          ''                                                  | JSON object
          {                                                   | not valid JSON
          {"op":"upsert","id":"a"} {}                         | after the event
          {"op":"upsert","id":"a","id":"b"}                   | is repeated
          {"id":"a"}                                          | op is missing
          {"op":"drop","id":"a"}                              | op is "drop"
          {"op":1,"id":"a"}                                   | op is not a string
          {"op":"upsert"}                                     | id is missing
          {"op":"upsert","id":null}                           | id is missing
          {"op":"upsert","id":7}                              | id is not a string
          {"op":"upsert","id":"a","colour":1}                 | unknown field "colour"
          {"op":"upsert","id":"a","weight":1}                 | "weight" does not belong
          {"op":"delete","id":"a","text":"x"}                 | "text" does not belong
          {"op":"delete"}                                     | id is missing
          {"op":"associate","type":"t","target":"b"}          | source is missing
          {"op":"associate","source":"a","target":"b"}        | type is missing
          {"op":"dissociate","source":"a","type":"t"}         | target is missing
          {"op":"upsert","id":"a","text":5}                   | text is not a string
          {"op":"upsert","id":"a","text":"\\ud83d"}           | text is not well-formed
          {"op":"upsert","id":"a","partial":1}                | partial is not
          {"op":"upsert","id":"a","vector":"1"}               | vector is not an array
          {"op":"upsert","id":"a","vector":[1,"2"]}           | vector[1] is not a number
          {"op":"upsert","id":"a","vector":[1,null]}          | vector[1] is not a number
          {"op":"upsert","id":"a","vector":[[1]]}             | vector[0] is not a number
          {"op":"upsert","id":"a","vector":[0,1e39]}          | vector[1] is not a finite
          {"op":"upsert","id":"a","vector":[NaN]}             | not valid JSON
          {"op":"upsert","id":"a","attributes":[1]}           | attributes is not an object
          {"op":"upsert","id":"a","attributes":{"k":null}}    | attribute "k" is not
          {"op":"upsert","id":"a","attributes":{"k":[1]}}     | attribute "k" is not
          {"op":"upsert","id":"a","attributes":{"k":{}}}      | attribute "k" is not
          {"op":"upsert","id":"a","attributes":{"k":1e400}}   | attribute "k" is not finite
          {"op":"upsert","id":"a","attributes":{"k":9223372036854775808}} | attribute "k" is out of
          {"op":"upsert","id":"a","attributes":{"k":1,"k":2}} | is repeated
          {"op":"upsert","id":"a","strength":1.5}             | strength is 1.5
          {"op":"upsert","id":"a","strength":"1"}             | strength is not a number
          {"op":"upsert","id":"a","confidence":-0.1}          | confidence is -0.1
          {"op":"associate","source":"a","type":"t","target":"b","weight":2} | weight is 2.0
          {"op":"upsert","id":"a","timestamp":1.5}            | timestamp is not a whole number
          {"op":"upsert","id":"a","timestamp":9223372036854775808} | timestamp is out of
          """)
  void badLineIsRefusedByName(String line, String reason) {
    InvalidEventException e =
        assertThrows(InvalidEventException.class, () -> ConceptEventJson.parse(line));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
  }

  @Test
  void sizesAreBounded() {
    String zeros = String.join(",", Collections.nCopies(4097, "0"));
    assertRefused("{\"op\":\"upsert\",\"id\":\"a\",\"vector\":[" + zeros + "]}", "vector has more");
    StringBuilder attributes = new StringBuilder("\"k\":1");
    for (int i = 0; i < 4096; i++) {
      attributes.append(",\"").append(i).append("\":1");
    }
    assertRefused(
        "{\"op\":\"upsert\",\"id\":\"a\",\"attributes\":{" + attributes + "}}", "attributes has");
    assertRefused("[".repeat(100_000), "JSON");
    assertRefused("{\"op\":" + "[".repeat(100_000), "op is not a string");
    byte[] huge = new byte[ConceptEventJson.JSON_BYTES_MAX + 1];
    Arrays.fill(huge, (byte) ' ');
    assertThrows(InvalidEventException.class, () -> ConceptEventJson.parse(huge));
  }

  @Test
  void malformedUtf8IsRefused() {
    byte[] line = "{\"op\":\"delete\",\"id\":\"a?\"}".getBytes(StandardCharsets.US_ASCII);
    line[line.length - 3] = (byte) 0xff;
    assertThrows(InvalidEventException.class, () -> ConceptEventJson.parse(line));
  }

  @Test
  void knownFieldsNeedNotBeRepeatedButMustNotBeContradicted() {
    Map<String, String> known = Map.of("op", "upsert", "id", "a");
    byte[] body = "{\"text\":\"t\"}".getBytes(StandardCharsets.UTF_8);
    assertEquals(ConceptEvents.upsert("a").text("t").build(), ConceptEventJson.parse(body, known));
    byte[] other = "{\"id\":\"b\"}".getBytes(StandardCharsets.UTF_8);
    assertThrows(InvalidEventException.class, () -> ConceptEventJson.parse(other, known));
  }

  @Test
  void eventsWithoutJsonFormAreRefused() {
    for (ConceptEvent event :
        new ConceptEvent[] {
          ConceptEvents.upsert("a").vector(Float.NaN).build(),
          ConceptEvents.upsert("a").strength(Float.NaN).build(),
          ConceptEvents.upsert("a").attribute("k", Double.POSITIVE_INFINITY).build(),
          new ConceptEvent(null, null)
        }) {
      assertThrows(InvalidEventException.class, () -> ConceptEventJson.write(event));
    }
  }

  private static void assertRefused(String line, String reason) {
    InvalidEventException e =
        assertThrows(InvalidEventException.class, () -> ConceptEventJson.parse(line));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
  }
}
