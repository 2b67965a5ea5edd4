/**
 * Questions about the graph of associations: which concepts are near one, by which ways.
 *
 * <p>The algorithms ({@link dev.sutra.engine.graph.Traverser}) read edges from an {@link
 * dev.sutra.engine.graph.EdgeSource}: a snapshot of one store, or, through {@link
 * dev.sutra.engine.graph.ShardedEdges}, several stores that are asked for batches of concepts. A
 * source delivers edges in one fixed order, so a result does not depend on how the concepts are
 * spread over stores.
 */
@NullMarked
package dev.sutra.engine.graph;

import org.jspecify.annotations.NullMarked;
