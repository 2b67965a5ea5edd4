package dev.sutra.app.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sutra.app.api.Answer;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.engine.query.ConceptFilter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other commands, and what all have in common. */
final class ClientCommandsTest extends ClientCommandsCase {
  @TempDir Path dir;

  @Test
  void getShowsTheFieldsOfAConcept() {
    String shown = ask("get", "dog");
    assertTrue(shown.contains("text            domestic dog\n"), shown);
    assertFalse(shown.contains("vector"), shown);
    assertTrue(shown.contains("attribute legs  4\n"), shown);
    assertTrue(shown.contains("updated         1970-01-01T00:00:01Z\n"), shown);
    String whole = ask("get", "dog", "--vector");
    assertTrue(whole.contains("vector          2 components\n"), whole);
    assertTrue(whole.contains("attribute legs  4\n"), whole);
  }

  @Test
  void idsAreEncoded() throws Exception {
    rest.send("PUT", "/v1/concepts/a%2Fb%20%3F", "{\"text\":\"odd\"}");
    assertTrue(ask("get", "a/b ?").contains("odd"));
    assertTrue(ask("neighbors", "a/b ?").contains("nothing found"));
  }

  @Test
  void neighborsAreATable() {
    assertEquals(
        """
        WEIGHT  DIRECTION  TYPE      ID      TEXT
        0.7500  out        hypernym  animal
        0.2500  out        likes     cat     domestic cat
        """,
        ask("neighbors", "dog"));
    String in = ask("neighbors", "dog", "--direction", "in", "--type", "hypernym");
    assertTrue(in.contains("puppy") && !in.contains("cat"), in);
    String page = ask("neighbors", "dog", "--limit", "1");
    assertTrue(page.contains("more: --cursor 1"), page);
    assertTrue(ask("neighbors", "dog", "--cursor", "1").contains("cat"));
  }

  @Test
  void searchTakesWords() {
    assertEquals(
        """
        SCORE   ID   TEXT
        2.0000  dog  domestic dog
        more: --cursor 1
        """,
        ask("search", "domestic", "dog", "--limit", "1"));
    assertEquals(
        """
        SCORE   ID   TEXT
        1.0000  cat  domestic cat
        more: --cursor 2
        moved: there were writes since the first page
        """,
        ask("search", "domestic", "dog", "--limit", "1", "--cursor", "1"));
    assertEquals("nothing found\n", ask("search", "whale"));
  }

  @Test
  void searchReportsIgnoredWords() {
    assertTrue(
        ask("search", "dog", "--fuzzy").endsWith("searched for dgo~1: dog do ...\n"), "expanded");
    assertTrue(ask("search", "dog", "--highlight").contains("\n  domestic [dog]\n"), "highlight");
    assertTrue(
        ask("search", "dog", "--explain")
            .contains("  dog: boost 2.00, idf 3.0000, tf 1, length 2 of 2.5 on average\n"),
        "explanation");
    assertTrue(ask("complete", "domes").contains("domestic\n"), "completion");
    assertEquals("nothing found\n", ask("complete", "whale"));
    String shown = ask("search", "the", "of");
    assertTrue(shown.endsWith("ignored words, which match nothing: the of\n"), shown);
  }

  @Test
  void facetsAreCounted() {
    assertEquals(
        """
        CONCEPTS  ATTRIBUTE  VALUE
        1         legs       4
        legs: different values: 1, missing in 1 of 2 concepts
        none: different values: 0, missing in 2 of 2 concepts
        """,
        ask("facets", "dog", "--facet", "legs", "--facet", "none", "--filter", "not id = cat"));
    String found = ask("search", "domestic", "--facet", "says");
    assertTrue(found.contains("domestic dog\n\nCONCEPTS  ATTRIBUTE  VALUE\n"), found);
    assertTrue(found.contains("1         says       woof\n"), found);
    String[] json = ask("search", "domestic", "--facet", "says", "--json").split("\n", -1);
    assertTrue(json[1].startsWith("{\"total\":2,\"facets\":["), json[1]);
  }

  @Test
  void similarTakesAnIdAFileOrWords() throws Exception {
    assertTrue(ask("similar", "--id", "dog", "--limit", "1", "--exact").contains("a young dog"));
    assertTrue(ask("similar", "a", "young", "dog").contains("domestic dog"));
    Path vector = Files.writeString(dir.resolve("v.json"), "[0, 1]");
    String shown = ask("similar", "--vector", vector.toString(), "--min-score", "0.5");
    assertTrue(shown.contains("domestic cat") && !shown.contains("dog"), shown);
  }

  @Test
  void similarTakesARecallAndConditions() {
    ask("similar", "--id", "dog", "--target-recall", "0.9", "--attribute", "a=x");
    SimilarRequest asked = Objects.requireNonNull(rest.service.similarRequest());
    assertEquals(0.9, asked.options().targetRecall());
    assertEquals(attributes(Map.of("a", "x")), asked.options().filter());
    ask(
        "similar",
        "--id",
        "dog",
        "--attribute",
        "a=1",
        "--attribute",
        "b=\"1\"",
        "--attribute",
        "c=true",
        "--id-prefix",
        "p",
        "--updated-from",
        "5",
        "--updated-to",
        "6");
    asked = Objects.requireNonNull(rest.service.similarRequest());
    assertEquals(
        new ConceptFilter(Map.of("a", 1L, "b", "1", "c", true), 5, 6, "p"),
        asked.options().filter());
  }

  @Test
  void anAttributeIsOneJsonNumberOrTheTextAsItIs() {
    ask(
        "similar",
        "--id",
        "dog",
        "--attribute",
        "a=1.0",
        "--attribute",
        "b=9007199254740993",
        "--attribute",
        "c=10 Downing",
        "--attribute",
        "d=true story",
        "--attribute",
        "e=NaN",
        "--attribute",
        "f=-9223372036854775808",
        "--attribute",
        "g=\"1e400\"");
    SimilarRequest asked = Objects.requireNonNull(rest.service.similarRequest());
    assertEquals(
        attributes(
            Map.of(
                "a",
                1L,
                "b",
                9007199254740993L,
                "c",
                "10 Downing",
                "d",
                "true story",
                "e",
                "NaN",
                "f",
                Long.MIN_VALUE,
                "g",
                "1e400")),
        asked.options().filter());
    assertEquals(2, run("similar", "--id", "dog", "--attribute", "a=1e400"));
    assertTrue(err.toString().contains("1e400 is not a finite number of 64 bits"), err.toString());
  }

  @Test
  void questionsTakeAFilter() {
    String filter = "size > 0.4 and says in (woof, \"miau\")";
    String found = ask("search", "domestic", "--filter", filter);
    assertTrue(found.contains("domestic dog") && !found.contains("cat"), found);
    found = ask("timeline", "--filter", "not exists(legs)");
    assertTrue(found.contains("cat") && !found.contains("domestic dog"), found);
    found = ask("neighbors", "dog", "--direction", "both", "--filter", "id ^ pup");
    assertTrue(found.contains("puppy") && !found.contains("cat"), found);
    ask("similar", "--id", "dog", "--filter", filter);
    SimilarRequest asked = Objects.requireNonNull(rest.service.similarRequest());
    assertEquals(ConceptFilter.parse(filter), asked.options().filter());
    ask("similar", "--id", "dog", "--filter", filter, "--attribute", "a=1");
    asked = Objects.requireNonNull(rest.service.similarRequest());
    assertEquals(ConceptFilter.parse("a = 1 and " + filter), asked.options().filter());
    assertEquals(1, run("search", "dog", "--filter", "size >", "--url", rest.url() + "/"));
    assertTrue(err.toString().contains("filter, character 7: expected a value"), err.toString());
  }

  private static ConceptFilter attributes(Map<String, Object> attributes) {
    return new ConceptFilter(attributes, Long.MIN_VALUE, Long.MAX_VALUE, null);
  }

  @Test
  void timelineAndStatsAreTables() {
    assertTrue(
        ask("timeline", "--from", "2500", "--order", "asc")
            .contains("1970-01-01T00:00:03Z  cat  domestic cat\n"));
    String stats = ask("stats");
    assertTrue(stats.contains("PARTITION  CONCEPTS  ASSOCIATIONS"), stats);
    assertTrue(stats.contains("all        3         3"), stats);
    assertTrue(stats.contains("CODED VECTORS  BYTES/VECTOR  RECALL"), stats);
    assertTrue(stats.contains("2              75.0          0.980"), stats);
  }

  @Test
  void partialAnswerIsSaidToBe() {
    rest.service.partitions = new Answer.Partitions(2, 1, List.of(1));
    assertTrue(ask("search", "dog").contains("partial: no answer from partitions [1]"));
    assertTrue(ask("stats").contains("partial: no answer from partitions [1]"));
  }

  @Test
  void jsonIsTheAnswerAsItCame() throws Exception {
    String json = ask("search", "dog", "--json");
    assertEquals(2, new ObjectMapper().readTree(json).path("items").size());
  }

  @Test
  void textCannotSteerTheTerminal() throws Exception {
    rest.send("PUT", "/v1/concepts/evil", "{\"text\":\"a\\u001b[2Jb\\nc\\u202ed\"}");
    assertTrue(ask("search", "[2jb").contains("a [2Jb c d"), out.toString());
  }

  @Test
  void refusalHasExitCodeOne() {
    assertEquals(1, run("get", "cow", "--url", rest.url()));
    assertEquals("", out.toString());
    assertEquals("get: the server answered 404: there is no concept \"cow\"\n", err.toString());
    assertEquals(1, run("search", "dog", "--limit", "0", "--url", rest.url()));
    assertTrue(err.toString().contains("1 to 1000"), err.toString());
  }

  @Test
  void wrongUsageHasExitCodeTwo() throws Exception {
    assertEquals(2, run("get"));
    assertEquals(2, run("get", "dog", "--frob"));
    assertEquals(2, run("get", "dog", "--url", "not a url"));
    assertEquals(2, run("get", "dog", "--url", "ftp://x"));
    assertEquals(2, run("search", "dog", "--limit", "ten"));
    assertEquals(2, run("similar"));
    assertEquals(2, run("similar", "--id", "dog", "text"));
    assertEquals(2, run("similar", "--vector", dir.resolve("missing").toString()));
    Path text = Files.writeString(dir.resolve("v.json"), "{}");
    assertEquals(2, run("similar", "--vector", text.toString()));
    assertTrue(err.toString().contains("is not a JSON array"), err.toString());
  }

  @Test
  void nobodyThereHasExitCodeThree() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + free;
    assertEquals(3, run("stats", "--url", url));
    assertTrue(err.toString().contains("cannot reach " + url), err.toString());
  }

  @Test
  void aResponseThatIsNotFromSutraIsReported() throws Exception {
    for (String body : List.of("<html>hello</html>", "", "[]", "nonsense")) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      assertEquals(1, run("search", "dog", "--url", url), body);
      assertEquals(
          "search: the response of "
              + url
              + " is not from Sutra; is it an instance? (set another with --url)\n",
          err.toString());
      server.stop(0);
    }
  }

  @Test
  void everyCommandHasHelp() {
    for (String command :
        List.of(
            "get",
            "neighbors",
            "paths",
            "expand",
            "search",
            "similar",
            "timeline",
            "stats",
            "produce")) {
      assertEquals(0, run(command, "--help"));
      assertTrue(out.toString().startsWith("Usage: sutra " + command), out.toString());
      assertFalse(out.toString().contains("null"), out.toString());
    }
  }
}
