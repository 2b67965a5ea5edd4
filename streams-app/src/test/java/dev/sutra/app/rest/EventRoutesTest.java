package dev.sutra.app.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.api.ServiceException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many events in one request. */
final class EventRoutesTest {
  private static final String TYPE = "application/x-ndjson";

  private static final String BEGIN =
      String.join(
          "\r\n",
          "POST /v1/events HTTP/1.1",
          "Host: localhost",
          "Content-Type: " + TYPE,
          "Transfer-Encoding: chunked",
          "",
          "");

  private RestFixture rest;

  @BeforeEach
  void start() throws Exception {
    rest = new RestFixture();
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private static String upsert(String id) {
    return "{\"op\":\"upsert\",\"id\":\"" + id + "\",\"text\":\"t\"}\n";
  }

  private HttpResponse<String> send(String lines) throws Exception {
    return rest.send("POST", "/v1/events", TYPE, lines.getBytes(UTF_8));
  }

  private static String detail(HttpResponse<String> response) throws Exception {
    return RestFixture.json(response).path("detail").asText();
  }

  @Test
  void allEventsAreSentAndOnePositionIsReturned() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1234; i++) {
      lines.append(upsert("c" + i));
    }
    lines.append("\n  \r\n");
    lines.append("{\"op\":\"associate\",\"source\":\"c1\",\"type\":\"T\",\"target\":\"c2\"}");
    HttpResponse<String> response = send(lines.toString());
    assertEquals(202, response.statusCode(), response.body());
    JsonNode receipt = RestFixture.json(response);
    assertEquals(1235, receipt.path("accepted").asLong());
    assertEquals(0, receipt.path("rejected").asLong());
    assertEquals("[]", receipt.path("errors").toString());
    assertEquals("0-1235", receipt.path("position").asText());
    assertEquals(200, rest.get("/v1/concepts/c1233").statusCode());
    assertEquals(1, RestFixture.json(rest.get("/v1/concepts/c1/neighbors")).path("items").size());
  }

  @Test
  void eachBadLineIsNamedAndTheOthersAreSent() throws Exception {
    String vectorTooLong = "{\"op\":\"upsert\",\"id\":\"v\",\"vector\":[1,2,3]}\n";
    String tooLong = "{\"op\":\"upsert\",\"id\":\"x\",\"text\":\"" + "x".repeat(1 << 20) + "\"}\n";
    HttpResponse<String> response =
        send(upsert("a") + vectorTooLong + "nonsense\n" + tooLong + upsert("") + upsert("b"));
    assertEquals(202, response.statusCode(), response.body());
    JsonNode receipt = RestFixture.json(response);
    assertEquals(2, receipt.path("accepted").asLong());
    assertEquals(4, receipt.path("rejected").asLong());
    JsonNode errors = receipt.path("errors");
    int[] numbers = new int[errors.size()];
    Arrays.setAll(numbers, i -> errors.get(i).path("line").asInt());
    assertEquals("[2, 3, 4, 5]", Arrays.toString(numbers));
    assertTrue(errors.get(0).path("detail").asText().contains("2 components"), errors.toString());
    assertTrue(errors.get(2).path("detail").asText().contains("longer than"), errors.toString());
    assertEquals(200, rest.get("/v1/concepts/b").statusCode());
  }

  @Test
  void onlyAThousandErrorsAreListedButAllAreCounted() throws Exception {
    JsonNode receipt = RestFixture.json(send("x\n".repeat(3000)));
    assertEquals(3000, receipt.path("rejected").asLong());
    assertEquals(1000, receipt.path("errors").size());
    assertTrue(receipt.path("position").isNull());
  }

  @Test
  void aCompressedBodyIsTaken() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      // More than the largest whole body.
      for (int i = 0; i < 40_000; i++) {
        gzip.write(upsert("c" + i).getBytes(UTF_8));
      }
    }
    byte[] body = packed.toByteArray();
    HttpResponse<byte[]> response =
        rest.sendRaw("POST", "/v1/events", body, "Content-Type", TYPE, "Content-Encoding", "gzip");
    assertEquals(202, response.statusCode());
    assertEquals(40_000, RestFixture.JSON.readTree(response.body()).path("accepted").asLong());
    body[body.length / 2] ^= 0x55;
    response =
        rest.sendRaw("POST", "/v1/events", body, "Content-Type", TYPE, "Content-Encoding", "gzip");
    assertEquals(400, response.statusCode());
    String detail = RestFixture.JSON.readTree(response.body()).path("detail").asText();
    assertTrue(detail.startsWith("the body is not valid gzip; the lines up to "), detail);
  }

  @Test
  void otherBodiesAreRefused() throws Exception {
    assertEquals(415, rest.send("POST", "/v1/events", upsert("a")).statusCode());
    HttpResponse<byte[]> brotli =
        rest.sendRaw(
            "POST", "/v1/events", new byte[] {1}, "Content-Type", TYPE, "Content-Encoding", "br");
    assertEquals(415, brotli.statusCode());
    assertEquals("the body has no events", detail(send("\n \n")));
  }

  @Test
  void anUnavailableBrokerEndsTheRequestAndSaysWhatWasSent() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    rest.service.before =
        () -> {
          if (calls.incrementAndGet() > 700) {
            throw ServiceException.unavailable("the broker is unavailable", Duration.ofSeconds(2));
          }
          return null;
        };
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      lines.append(upsert("c" + i));
    }
    HttpResponse<String> response = send(lines.toString());
    assertEquals(503, response.statusCode());
    assertEquals("2", response.headers().firstValue("Retry-After").orElse(""));
    assertTrue(
        detail(response).startsWith("the broker is unavailable; the lines up to 500 were sent"),
        detail(response));
  }

  @Test
  void aBodyThatStopsHalfWayIsA408() throws Exception {
    try (RawClient client = new RawClient(rest)) {
      client.send(BEGIN + "3\r\n{\"o\r\n");
      assertEquals("HTTP/1.1 408 Request Timeout", client.line());
      String rest = client.rest();
      assertTrue(rest.contains("the body arrived too slowly: 3 bytes"), rest);
      assertTrue(rest.contains("no line is known to have been sent"), rest);
    }
    assertEquals(202, send(upsert("a")).statusCode());
  }

  @Test
  void eventsAreSentWhileTheBodyStillArrives() throws Exception {
    try (RawClient client = new RawClient(rest)) {
      StringBuilder part = new StringBuilder();
      for (int i = 0; i < 500; i++) {
        part.append(upsert("c" + i));
      }
      String hex = Integer.toHexString(part.length());
      client.send(BEGIN + hex + "\r\n" + part + "\r\n");
      Awaitility.await()
          .untilAsserted(() -> assertEquals(200, rest.get("/v1/concepts/c499").statusCode()));
      client.send("0\r\n\r\n");
      assertEquals("HTTP/1.1 202 Accepted", client.line());
    }
  }
}
