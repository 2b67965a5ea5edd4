package dev.sutra.app.server;

import java.nio.file.Path;

/** Messages about topics that do not match the stores, with the possible remedies. */
final class TopicMessages {
  private TopicMessages() {}

  static String missing(String topic) {
    return "topic " + topic + " was deleted while the instance ran";
  }

  /** The events or the mirrors are another topic than the stores were built from. */
  static String otherInput(String topic, TopicNames names) {
    return "topic "
        + topic
        + " is not the topic that the stores were built from: it was deleted, recreated, or renamed"
        + " in the settings. The changelog "
        + names.changelog()
        + " still contains rows of the old topic. To use only the new topic, set another"
        + " application.id and topic.mirrors, or reset: stop all instances, delete their state"
        + " directories and the topics "
        + names.changelog()
        + " and "
        + names.mirrors()
        + ".";
  }

  /** The changelog is missing or another one, and the events are unchanged. */
  static String otherChangelog(TopicNames names, Path directory) {
    return "topic "
        + names.changelog()
        + " is not the changelog that the stores in "
        + directory
        + " belong to: it was deleted or recreated. The stores may be the last copy of their"
        + " concepts (sutra backup saves one). To rebuild them from the events that topic "
        + names.events()
        + " still contains, set another application.id, or reset: stop all instances, delete their"
        + " state directories and the topic "
        + names.changelog()
        + ".";
  }

  static String onePartition(String topic, int partitions) {
    return "topic "
        + topic
        + " has "
        + partitions
        + " partitions; standing queries need a topic of one. Delete it, or set another topic"
        + " (topic.queries) or application.id.";
  }

  static String partitions(TopicNames names, int events, int mirrors, int changelog) {
    String found =
        "topic "
            + names.mirrors()
            + " has "
            + mirrors
            + " partitions and topic "
            + names.events()
            + " has "
            + events;
    if (changelog == 0) {
      return found
          + "; the numbers must be equal. Raise the smaller one (kafka-topics --alter), or set"
          + " other topics (topic.events, topic.mirrors).";
    }
    return found
        + "; the stores were built for "
        + changelog
        + ", as many as their changelog "
        + names.changelog()
        + " has. The number of partitions determines the partition of each concept, and cannot be"
        + " lowered."
        + " Create a new topic with the required number of partitions, send all events to it"
        + " again, and start with topic.events set to it, and with another application.id and"
        + " topic.mirrors.";
  }
}
