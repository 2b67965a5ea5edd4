package dev.sutra.app.topology;

/**
 * Properties of the topics in the cluster, known before the stream starts. The sizes are limits
 * that both producer and broker accept, for a record before compression, including its headers.
 *
 * @param partitions number of partitions of the events topic and of the mirrors topic
 * @param mirrorBytesMax size limit of a record in the mirrors topic
 * @param deadLetterBytesMax size limit of a record in the dead-letter topic
 * @param changelogBytesMax size limit of a row in the store's changelog
 */
public record TopicShape(
    int partitions, int mirrorBytesMax, int deadLetterBytesMax, int changelogBytesMax) {}
