package dev.sutra.app.api;

import dev.sutra.engine.graph.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path between two concepts, with the texts of what it visits.
 *
 * @param path the path
 * @param texts of the concept that each step arrives at; null: it has none, has not arrived yet, or
 *     is in a partition that did not answer
 */
public record PathItem(Paths.Path path, List<@Nullable String> texts) {
  public PathItem {
    texts = Collections.unmodifiableList(new ArrayList<>(texts));
  }
}
