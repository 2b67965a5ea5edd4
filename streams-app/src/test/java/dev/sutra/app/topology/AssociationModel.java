package dev.sutra.app.topology;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What associations there must be, where the order of events tells it. An association that was set
 * between two drains, in which its target was deleted too, may be there or not: the two events lie
 * in logs of different partitions. Call {@link #settled} after each drain.
 */
final class AssociationModel {
  /** An association by its names. */
  record Triple(String source, String type, String target) {}

  /** What counts of an association. */
  record Values(float weight, float confidence, long updatedAt) {}

  private final Map<Triple, Values> associations = new HashMap<>();
  // Since the last drain.
  private final Set<Triple> set = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();

  void associate(Triple triple, Values values) {
    associations.put(triple, values);
    set.add(triple);
  }

  void dissociate(Triple triple) {
    associations.remove(triple);
  }

  void delete(String id) {
    associations.keySet().removeIf(it -> it.source().equals(id));
    associations.keySet().removeIf(it -> it.target().equals(id) && !set.contains(it));
    deleted.add(id);
  }

  /** What must be there, or null; only what may be there if {@link #isOpen}. */
  @Nullable Values expected(Triple triple) {
    return associations.get(triple);
  }

  boolean isOpen(Triple triple) {
    return set.contains(triple)
        && deleted.contains(triple.target())
        && !triple.source().equals(triple.target());
  }

  /** Tells that an open association has gone. */
  void gone(Triple triple) {
    associations.remove(triple);
  }

  /** Begins what comes after a drain. */
  void settled() {
    set.clear();
    deleted.clear();
  }
}
