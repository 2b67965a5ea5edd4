package dev.sutra.app.topology;

/** What becomes of an event on another partition than Kafka's default for its key. */
public enum ForeignPartition {
  /** It is sent on to the partition of its key, through the topic of mirrors. */
  FORWARD,
  /** It is set aside as a dead letter. */
  DEAD_LETTER
}
