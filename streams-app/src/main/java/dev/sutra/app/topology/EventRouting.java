package dev.sutra.app.topology;

import java.util.function.Supplier;

/**
 * The topics of the topology and the routing of events.
 *
 * @param topics names of the topics
 * @param shape their properties in the cluster; read only while the stream runs
 * @param foreign the handling of events in a partition that is not their key's
 */
public record EventRouting(Topics topics, Supplier<TopicShape> shape, ForeignPartition foreign) {}
