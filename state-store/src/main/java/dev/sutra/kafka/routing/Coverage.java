package dev.sutra.kafka.routing;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.query.Position;

/**
 * Which partitions a result comes from.
 *
 * @param answered partitions that answered all of its queries
 * @param failed those that did not
 * @param copies those that answered from a copy that is not active, or not restored
 * @param position what the answers saw
 * @param oneMoment whether no partition had other positions in one of its answers than in another
 */
public record Coverage(
    Set<Integer> answered,
    Set<Integer> failed,
    Set<Integer> copies,
    Position position,
    boolean oneMoment) {
  /** The coverage of a result that needs no partition. */
  public static final Coverage NONE =
      new Coverage(Set.of(), Set.of(), Set.of(), Position.emptyPosition());

  public Coverage {
    answered = Set.copyOf(answered);
    failed = Set.copyOf(failed);
    copies = Set.copyOf(copies);
  }

  /** The coverage of one answer of each partition. */
  public Coverage(
      Set<Integer> answered, Set<Integer> failed, Set<Integer> copies, Position position) {
    this(answered, failed, copies, position, true);
  }

  /** The coverage of a result that combines both. */
  public Coverage and(Coverage other) {
    Set<Integer> allFailed = union(failed, other.failed);
    Set<Integer> allAnswered = union(answered, other.answered);
    allAnswered.removeAll(allFailed);
    return new Coverage(
        allAnswered,
        allFailed,
        union(copies, other.copies),
        position.copy().merge(other.position),
        oneMoment && other.oneMoment && agree(position, other.position));
  }

  /** Whether what is in both positions is the same. */
  private static boolean agree(Position one, Position other) {
    for (String topic : one.getTopics()) {
      Map<Integer, Long> offsets = other.getPartitionPositions(topic);
      for (Map.Entry<Integer, Long> seen : one.getPartitionPositions(topic).entrySet()) {
        if (!offsets.getOrDefault(seen.getKey(), seen.getValue()).equals(seen.getValue())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether the result is complete and current. */
  public boolean isWhole() {
    return failed.isEmpty() && copies.isEmpty();
  }

  private static Set<Integer> union(Set<Integer> one, Set<Integer> other) {
    Set<Integer> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }
}
