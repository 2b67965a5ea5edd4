package dev.sutra.engine.graph;

import dev.sutra.record.Direction;

/**
 * A step along an association.
 *
 * @param id the concept that it arrives at
 * @param type of the association
 * @param direction OUT: along the association; IN: against it
 * @param weight of the association, 0 to 1
 * @param confidence of the association, 0 to 1
 */
public record Hop(String id, String type, Direction direction, float weight, float confidence) {}
