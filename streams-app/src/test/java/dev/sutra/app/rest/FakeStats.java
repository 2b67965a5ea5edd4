package dev.sutra.app.rest;

import dev.sutra.app.api.PartitionStats;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.MaintenanceStats;
import dev.sutra.engine.SimilarityStats;
import dev.sutra.record.Concept;
import java.util.Collection;
import java.util.List;

/** The statistics of {@link FakeConceptService}. */
final class FakeStats {
  private FakeStats() {}

  static List<PartitionStats> of(Collection<Concept> concepts, int edges) {
    long vectors = concepts.stream().filter(c -> c.vector() != null).count();
    EngineStats first =
        new EngineStats(
            concepts.size(),
            edges,
            vectors,
            concepts.size(),
            7,
            3,
            1,
            100,
            10,
            MaintenanceStats.ZERO,
            new SimilarityStats(4, 2, 1, 300, 400, 5, 50, 49));
    EngineStats second =
        new EngineStats(0, 0, 0, 0, 0, 0, 2, 50, 5, MaintenanceStats.ZERO, SimilarityStats.ZERO);
    return List.of(
        new PartitionStats(0, first, 0L, "0-3"), new PartitionStats(1, second, 4L, null));
  }
}
