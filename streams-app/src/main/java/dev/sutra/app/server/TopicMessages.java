package dev.sutra.app.server;

import java.nio.file.Path;

/** What is told of topics that do not fit: what stands where, and the ways out. */
final class TopicMessages {
  private TopicMessages() {}

  static String missing(String topic) {
    return "topic " + topic + " was deleted while the instance ran";
  }

  /** The events or the mirrors are another topic than the stores were built from. */
  static String otherInput(String topic, TopicNames names) {
    return "topic "
        + topic
        + " is not the topic that the stores were built from: it was deleted, made anew, or has"
        + " another name in the settings. The changelog "
        + names.changelog()
        + " still holds what came from the old one. To go on with the new topic alone, set another"
        + " application.id and topic.mirrors, or reset: stop all instances, delete their state"
        + " directories and the topics "
        + names.changelog()
        + " and "
        + names.mirrors()
        + ".";
  }

  /** The changelog is not there, or is another one, and the events are the old ones. */
  static String otherChangelog(TopicNames names, Path directory) {
    return "topic "
        + names.changelog()
        + " is not the changelog that the stores in "
        + directory
        + " were kept in: it was deleted or made anew. The stores may be the last copy of their"
        + " concepts (sutra backup saves one). To build them again from the events that topic "
        + names.events()
        + " still holds, set another application.id, or reset: stop all instances, delete their"
        + " state directories and the topic "
        + names.changelog()
        + ".";
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
          + "; they must have as many. Raise the smaller number (kafka-topics --alter), or name"
          + " other topics (topic.events, topic.mirrors).";
    }
    return found
        + "; the stores were built for "
        + changelog
        + ", as many as their changelog "
        + names.changelog()
        + " has. The number of partitions decides where a concept lies, and cannot be lowered."
        + " Make a new topic with the number of partitions that is wanted, send all events to it"
        + " again, and start with topic.events set to it, and with another application.id and"
        + " topic.mirrors.";
  }
}
