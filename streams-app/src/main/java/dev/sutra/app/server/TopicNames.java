package dev.sutra.app.server;

import java.util.List;

/** Names of the topics of an instance. */
record TopicNames(String events, String mirrors, String deadLetters, String changelog) {
  static TopicNames of(AppConfig config) {
    return new TopicNames(
        config.topics().events(),
        config.topics().mirrors(),
        config.topics().deadLetters(),
        config.applicationId() + "-" + AppConfig.STORE + "-changelog");
  }

  List<String> all() {
    return List.of(events, mirrors, deadLetters, changelog);
  }
}
