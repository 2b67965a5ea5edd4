package dev.sutra.kafka.standing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.record.Concept;
import dev.sutra.standing.QueryIndex;
import dev.sutra.standing.StandingQuery;
import dev.sutra.standing.StandingQuery.Text;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingQueriesTest {
  @TempDir Path directory;

  @Test
  void eventsAreMatchedWithTheQueriesOfTheTopic() {
    QueryIndex index = index();
    try (TopologyTestDriver driver = driver(index)) {
      TestInputTopic<String, byte[]> queries =
          driver.createInputTopic("queries", new StringSerializer(), new ByteArraySerializer());
      TestInputTopic<String, String> texts =
          driver.createInputTopic("texts", new StringSerializer(), new StringSerializer());
      TestOutputTopic<String, String> matches =
          driver.createOutputTopic("matches", new StringDeserializer(), new StringDeserializer());
      texts.pipeInput("a", "a river before the query");
      queries.pipeInput("q", encoded("rivers"));
      texts.pipeInput("b", "a river");
      texts.pipeInput("c", "a stone");
      assertEquals(List.of("q b texts-0@1"), matches.readValuesToList());

      queries.pipeInput("q", "not a query".getBytes(StandardCharsets.UTF_8));
      queries.pipeInput("stop", encoded("the of"));
      queries.pipeInput("r", encoded("stones"));
      texts.pipeInput("d", "the river of stones");
      assertEquals(List.of("r d texts-0@3"), matches.readValuesToList());

      queries.pipeInput("r", (byte[]) null);
      texts.pipeInput("e", "stones");
      assertTrue(matches.isEmpty());
      assertEquals(0, index.size());
    }
  }

  @Test
  void whatTheStoreDoesNotHaveLeavesTheIndex() {
    QueryIndex index = index();
    index.put("earlier", new StandingQuery(new Text("stone", false)));
    try (TopologyTestDriver driver = driver(index)) {
      assertTrue(driver.getAllStateStores().containsKey("standing"));
      assertEquals(0, index.size());
    }
  }

  private static QueryIndex index() {
    return new QueryIndex(TextAnalyzer.named("english"), 2, Similarity.COSINE);
  }

  private static byte[] encoded(String text) {
    return new StandingQuerySerde()
        .serializer()
        .serialize("queries", new StandingQuery(new Text(text, false)));
  }

  private TopologyTestDriver driver(QueryIndex index) {
    StreamsBuilder builder = new StreamsBuilder();
    StandingQueries queries = StandingQueries.addTo(builder, "standing", "queries", index);
    queries
        .match(
            builder.stream("texts", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues((id, text) -> Concept.builder(id).text(text).build()))
        .mapValues(
            (query, match) ->
                query
                    + " "
                    + match.event().id()
                    + " "
                    + match.topic()
                    + "-"
                    + match.partition()
                    + "@"
                    + match.offset())
        .to("matches", Produced.with(Serdes.String(), Serdes.String()));
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "standing");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    return new TopologyTestDriver(builder.build(), properties);
  }
}
