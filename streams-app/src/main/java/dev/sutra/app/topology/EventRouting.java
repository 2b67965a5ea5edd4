package dev.sutra.app.topology;

import java.util.function.Supplier;

/**
 * Where events come from and where they go.
 *
 * @param topics names of the topics
 * @param shape what the cluster says of them; asked only once the stream runs
 * @param foreign what becomes of events on a partition that is not their key's
 */
public record EventRouting(Topics topics, Supplier<TopicShape> shape, ForeignPartition foreign) {}
