package dev.sutra.engine.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a {@link PathsQuery}.
 *
 * @param items best first; equally good ones in the order of the rows of their first different
 *     step: OUT before IN, then by type, then by id
 * @param edges how many edges were read
 * @param cut why it ended early; null: it did not. If it was cut, the paths exist, but others,
 *     better ones too, may be missing: an empty result then means none within the budget
 */
public record Paths(List<Path> items, int edges, @Nullable Cut cut) {
  public Paths {
    items = List.copyOf(items);
  }

  /**
   * A path.
   *
   * @param strength product of weight and confidence of its associations, 0 to 1
   * @param hops its steps
   */
  public record Path(double strength, List<Hop> hops) {
    public Path {
      hops = List.copyOf(hops);
    }
  }
}
