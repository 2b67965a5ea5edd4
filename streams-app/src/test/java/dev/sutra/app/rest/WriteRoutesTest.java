package dev.sutra.app.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.schemas.avro.AssociationDeleted;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WriteRoutesTest {
  private RestFixture rest;

  @BeforeEach
  void start() throws Exception {
    rest = new RestFixture();
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private ConceptEvent accepted(HttpResponse<String> response) throws Exception {
    assertEquals(202, response.statusCode(), response.body());
    assertTrue(RestFixture.json(response).path("position").asText().startsWith("0-"));
    ConceptEvent event = rest.service.lastEvent;
    assertNotNull(event);
    return event;
  }

  @Test
  void putConceptSendsAnUpsert() throws Exception {
    ConceptEvent event =
        accepted(
            rest.send(
                "PUT",
                "/v1/concepts/a",
                "{\"text\":\"t\",\"vector\":[1,2],\"attributes\":{\"n\":1},\"strength\":0.5,"
                    + "\"confidence\":0.25,\"timestamp\":42}"));
    ConceptUpserted upsert = assertInstanceOf(ConceptUpserted.class, event.getPayload());
    assertEquals("a", upsert.getId());
    assertEquals("t", upsert.getText());
    assertEquals(List.of(1f, 2f), upsert.getVector());
    assertEquals(1L, upsert.getAttributes().get("n"));
    assertEquals(0.5f, upsert.getStrength());
    assertEquals(0.25f, upsert.getConfidence());
    assertEquals(Instant.ofEpochMilli(42), event.getTimestamp());
  }

  @Test
  void bodyMayBeOfJsonWithItsCharset() throws Exception {
    byte[] body = "{\"text\":\"t\"}".getBytes(StandardCharsets.UTF_8);
    accepted(rest.send("PUT", "/v1/concepts/a", "Application/JSON; charset=\"UTF-8\"", body));
  }

  @Test
  void deleteConceptSendsADelete() throws Exception {
    ConceptEvent event = accepted(rest.send("DELETE", "/v1/concepts/a", null, null));
    assertEquals(new ConceptDeleted("a"), event.getPayload());
  }

  @Test
  void associationsAreSetWithAndWithoutABodyAndRemoved() throws Exception {
    String path = "/v1/concepts/a/associations/CAUSAL/b";
    assertEquals(
        new AssociationUpserted("a", "CAUSAL", "b", null, null),
        accepted(rest.send("PUT", path, null, null)).getPayload());
    assertEquals(
        new AssociationUpserted("a", "CAUSAL", "b", 0.5f, 0.75f),
        accepted(rest.send("PUT", path, "{\"weight\":0.5,\"confidence\":0.75}")).getPayload());
    assertEquals(
        new AssociationDeleted("a", "CAUSAL", "b"),
        accepted(rest.send("DELETE", path, null, null)).getPayload());
  }

  @Test
  void idsMayHoldAnythingButControlCharacters() throws Exception {
    // slash, space, plus, percent, question mark, semicolon, backslash, dots, not ASCII
    List<String> encoded =
        List.of(
            "a%2Fb",
            "a%20b",
            "a+b",
            "100%25",
            "a%3Fb",
            "a;b=c",
            "a%5Cb",
            "..%2F..",
            "%2e%2e",
            "%E0%A4%B8%E0%A5%82%E0%A4%A4%E0%A5%8D%E0%A4%B0",
            "%F0%9F%90%95",
            "a%2F%2Fb");
    List<String> ids =
        List.of(
            "a/b", "a b", "a+b", "100%", "a?b", "a;b=c", "a\\b", "../..", "..", "सूत्र", "🐕",
            "a//b");
    for (int i = 0; i < ids.size(); i++) {
      String path = "/v1/concepts/" + encoded.get(i);
      HttpResponse<String> put = rest.send("PUT", path, "{\"text\":\"t" + i + "\"}");
      assertEquals(202, put.statusCode(), encoded.get(i) + ": " + put.body());
      HttpResponse<String> response = rest.get(path);
      assertEquals(200, response.statusCode(), ids.get(i) + ": " + response.body());
      assertEquals(ids.get(i), RestFixture.json(response).path("id").asText());
    }
  }

  @ParameterizedTest
  @CsvSource({"%01, U+0001", "%0A, U+000A", "%7F, U+007F", "%C2%80, U+0080", "%C2%9F, U+009F"})
  void whatHoldsAControlCharacterIsNotWrittenButMayBeReadAndRemoved(String bad, String name)
      throws Exception {
    String id = "a" + bad;
    for (String path :
        List.of(
            "/v1/concepts/" + id,
            "/v1/concepts/" + id + "/associations/T/b",
            "/v1/concepts/b/associations/" + id + "/b",
            "/v1/concepts/b/associations/T/" + id)) {
      HttpResponse<String> put = rest.send("PUT", path, "{}");
      assertEquals(400, put.statusCode(), path);
      assertTrue(put.body().contains("holds the control character " + name), put.body());
      assertEquals(202, rest.send("DELETE", path, null, null).statusCode(), path);
    }
    assertEquals(404, rest.get("/v1/concepts/" + id).statusCode());
  }

  @Test
  void everyPartOfAnAssociationsPathIsDecoded() throws Exception {
    accepted(rest.send("PUT", "/v1/concepts/a%2Fb/associations/is%20a/c%2Fd", null, null));
    ConceptEvent event = rest.service.lastEvent;
    assertNotNull(event);
    assertEquals(new AssociationUpserted("a/b", "is a", "c/d", null, null), event.getPayload());
  }
}
