package dev.sutra.app.topology;

/**
 * What the cluster says of the topics, known before the stream starts. The sizes are those of a
 * record before compression, with its headers, that producer and broker surely take.
 *
 * @param partitions of the topic of events, and of the mirrors
 * @param mirrorBytesMax size of a record in the topic of mirrors
 * @param deadLetterBytesMax size of a record in the dead-letter topic
 * @param changelogBytesMax size of a row in the store's changelog
 */
public record TopicShape(
    int partitions, int mirrorBytesMax, int deadLetterBytesMax, int changelogBytesMax) {}
