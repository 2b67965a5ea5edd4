package dev.sutra.standing;

import dev.sutra.record.Association;
import dev.sutra.standing.StandingQuery.Edge;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Edge queries, each under its rarest part: the source, else the target, else the type. */
final class EdgeQueries {
  private enum Part {
    SOURCE,
    TARGET,
    TYPE
  }

  private record Key(Part part, String value) {}

  private final Lists<Key> lists = Lists.hashed();

  void add(Entry entry, Edge edge) {
    lists.add(key(edge), entry);
  }

  void remove(Entry entry, Edge edge) {
    lists.remove(key(edge), entry);
  }

  void match(Association association, Matches matches) {
    Consumer<Entry> compare =
        entry -> {
          if (entry.query().condition() instanceof Edge edge && matches(edge, association)) {
            matches.add(entry, association.weight());
          }
        };
    lists.forEach(new Key(Part.SOURCE, association.source()), compare);
    lists.forEach(new Key(Part.TARGET, association.target()), compare);
    lists.forEach(new Key(Part.TYPE, association.type()), compare);
  }

  private static boolean matches(Edge edge, Association association) {
    return isOrAny(edge.type(), association.type())
        && isOrAny(edge.source(), association.source())
        && isOrAny(edge.target(), association.target())
        && association.weight() >= edge.minWeight();
  }

  private static boolean isOrAny(@Nullable String wanted, String value) {
    return wanted == null || wanted.equals(value);
  }

  private static Key key(Edge edge) {
    if (edge.source() != null) {
      return new Key(Part.SOURCE, edge.source());
    }
    if (edge.target() != null) {
      return new Key(Part.TARGET, edge.target());
    }
    // An edge query without these has a type.
    return new Key(Part.TYPE, String.valueOf(edge.type()));
  }
}
