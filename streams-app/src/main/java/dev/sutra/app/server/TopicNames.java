package dev.sutra.app.server;

import dev.sutra.app.topology.ConceptTopology;
import dev.sutra.app.topology.Topics;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names of the topics of an instance.
 *
 * @param topics those with names of their own
 * @param changelog of the concept store
 * @param registered the accepted standing queries
 */
record TopicNames(Topics topics, String changelog, String registered) {
  static TopicNames of(AppConfig config) {
    return of(config.topics(), config.applicationId());
  }

  static TopicNames of(Topics topics, String applicationId) {
    return new TopicNames(
        topics,
        applicationId + "-" + AppConfig.STORE + "-changelog",
        ConceptTopology.registeredTopic(applicationId));
  }

  String events() {
    return topics.events();
  }

  String mirrors() {
    return topics.mirrors();
  }

  List<String> all() {
    return Stream.concat(topics.all().stream(), Stream.of(changelog, registered)).toList();
  }
}
