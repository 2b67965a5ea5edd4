package dev.sutra.engine.query;

import dev.sutra.record.Direction;

/**
 * A concept at the other end of an association.
 *
 * @param id the other concept
 * @param type the association's type
 * @param direction OUT if the association starts at the queried concept, IN if it ends there
 * @param weight 0 to 1
 * @param confidence 0 to 1
 * @param updatedAt event time of the association's last write, ms since the epoch
 */
public record Neighbor(
    String id, String type, Direction direction, float weight, float confidence, long updatedAt) {}
