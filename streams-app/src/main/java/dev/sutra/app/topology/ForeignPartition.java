package dev.sutra.app.topology;

/** The handling of an event in a partition other than Kafka's default for its key. */
public enum ForeignPartition {
  /** Forward it to the partition of its key through the mirrors topic. */
  FORWARD,
  /** Send it to the dead-letter topic. */
  DEAD_LETTER
}
