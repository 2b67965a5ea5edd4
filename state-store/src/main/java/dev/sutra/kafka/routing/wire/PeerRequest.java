package dev.sutra.kafka.routing.wire;

import java.util.List;
import java.util.Map;

/**
 * What an instance asks another one. The other answers from its own copies and asks nobody: a
 * request takes one hop.
 *
 * @param store name of the store
 * @param settings what both must have configured alike, as text
 * @param deadlineMillis how long the asking instance waits
 * @param copies whether copies that are not active may answer
 * @param committed whether they answer as of their last commit
 * @param partitions that are asked
 * @param bound the least position of an answer: topic, partition, offset
 * @param query simple name of the query's type; empty: which copies there are
 * @param body the query
 */
// The body is an array for speed; requests are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record PeerRequest(
    String store,
    String settings,
    long deadlineMillis,
    boolean copies,
    boolean committed,
    List<Integer> partitions,
    Map<String, Map<Integer, Long>> bound,
    String query,
    byte[] body) {}
