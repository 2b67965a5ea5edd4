package dev.sutra.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.kafka.standing.StandingQuerySerde;
import dev.sutra.standing.StandingQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertOnQueriesTest {
  private static final Serializer<StandingQuery> QUERIES = new StandingQuerySerde().serializer();

  @TempDir Path directory;

  @Test
  void messagesThatMatchAQueryRaiseAlerts() {
    try (ExampleDriver driver = new ExampleDriver(AlertOnQueries.topology(), directory)) {
      driver.send(
          "queries",
          "leaks",
          new StandingQuery(new StandingQuery.Text("pump leaking", false)),
          QUERIES);
      float[] vector = Objects.requireNonNull(WordVectors.of("the valve is stuck"));
      driver.send(
          "queries", "valves", new StandingQuery(new StandingQuery.Near(vector, 0.7f)), QUERIES);
      driver.send("messages", "m1", "Pump 7 leaks at the seal");
      driver.send("messages", "m2", "Pump 7 is fine");
      driver.send("messages", "m3", "the valve is stuck");
      assertEquals(
          List.of("leaks: 1.0 Pump 7 leaks at the seal", "valves: 1.0 the valve is stuck"),
          driver.read("alerts"));
      driver.send("queries", "leaks", null, QUERIES);
      driver.send("messages", "m4", "Pump 8 leaks");
      assertEquals(List.of(), driver.read("alerts"));
    }
  }

  @Test
  void aMessageThatIsNoConceptIsIgnored() {
    try (ExampleDriver driver = new ExampleDriver(AlertOnQueries.topology(), directory)) {
      driver.send("queries", "q", new StandingQuery(new StandingQuery.Text("w", true)), QUERIES);
      driver.send("messages", "", "w");
      driver.send("messages", null, "w");
      driver.send("messages", "m", null);
      driver.send("messages", "n", "w");
      assertEquals(List.of("q: 1.0 w"), driver.read("alerts"));
    }
  }
}
