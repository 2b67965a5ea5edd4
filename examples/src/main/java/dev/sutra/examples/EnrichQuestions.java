package dev.sutra.examples;

import dev.sutra.engine.query.Hit;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.kafka.streams.ConceptStreams;
import dev.sutra.record.Concept;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retrieval-augmented generation: each question of the topic {@code questions} goes to {@code
 * prompts} with the texts of the nearest passages of the topic {@code passages}.
 */
public final class EnrichQuestions {
  private static final Logger LOG = LoggerFactory.getLogger(EnrichQuestions.class);
  private static final int PASSAGES = 3;

  private EnrichQuestions() {}

  /** Starts it; the argument is the list of brokers. */
  public static void main(String[] args) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "enrich-questions");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    KafkaStreams streams = new KafkaStreams(topology(), properties);
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    // Returns when all passages that the topic contains now can be found.
    streams.start();
  }

  static Topology topology() {
    StreamsBuilder builder = new StreamsBuilder();
    Consumed<String, String> strings = Consumed.with(Serdes.String(), Serdes.String());
    // A global store: each instance has all passages, on whichever partition a question is. Where
    // they are too many for that, use a store of the topology, and send each question to all
    // partitions.
    builder.addGlobalStore(
        ConceptStores.persistent("passages").withDimension(WordVectors.DIMENSION),
        "passages",
        strings,
        Keep::new);
    KStream<String, String> questions = builder.stream("questions", strings);
    ConceptStreams.overGlobal("passages")
        .similarityJoin(questions, PASSAGES, WordVectors::of, EnrichQuestions::prompt)
        .to("prompts", Produced.with(Serdes.String(), Serdes.String()));
    return builder.build();
  }

  /** What the model is to be asked; without passages, it is told so rather than left to guess. */
  private static String prompt(String question, List<Hit> passages) {
    StringBuilder prompt = new StringBuilder("Answer from these passages only:\n");
    for (Hit passage : passages) {
      // With its id, so that the answer can name its source.
      prompt.append('[').append(passage.id()).append("] ").append(passage.text()).append('\n');
    }
    if (passages.isEmpty()) {
      prompt.append("(none was found)\n");
    }
    return prompt.append("Question: ").append(question).toString();
  }

  /** Keeps the passages as the topic has them: a tombstone deletes one. */
  private static final class Keep extends ContextualProcessor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> passage) {
      ConceptStore store = context().getStateStore("passages");
      // Null in a tombstone.
      String text = passage.value();
      try {
        if (text == null) {
          store.delete(passage.key(), (association, direction) -> {});
        } else {
          store.put(Concept.builder(passage.key()).text(text).vector(WordVectors.of(text)).build());
        }
      } catch (IllegalArgumentException e) {
        // An empty id or a text that is too long. An exception would stop the stream.
        LOG.warn("{} is not stored: {}", context().recordMetadata(), e.getMessage());
      }
    }
  }
}
